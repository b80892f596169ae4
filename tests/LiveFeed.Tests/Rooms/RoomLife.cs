using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memberships;
using LiveFeed.Log.Redis;
using LiveFeed.Publishing;
using LiveFeed.Rooms;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>One life of the rooms on a log, from a start to a stop or a kill; without a network.</summary>
internal sealed class RoomLife : IDisposable
{
    private readonly Meters _meters = new();
    private readonly LiveFeedMetrics _metrics;
    private readonly PublishRateLimiter _rate;
    private readonly PublishSessions _sessions;
    private readonly IEventLog _log;

    private RoomLife(
        IEventLog log,
        TimeProvider time,
        RoomsOptions options,
        LimitsOptions limits,
        ISharedMembers? shared,
        IBackplane? others)
    {
        _log = log;
        _metrics = new LiveFeedMetrics(_meters);
        Hub = new FeedHub(
            log, Options.Create(new DeliveryOptions { Lanes = 1 }), time, _metrics, NullLogger<FeedHub>.Instance);
        _rate = new PublishRateLimiter(Options.Create(limits));
        _sessions = new PublishSessions(
            new FeedPublisher(log, new FanOut(log, Hub), new LocalBackplane(Hub), _metrics),
            _rate,
            Options.Create(limits),
            time);
        Rooms = new RoomService(
            Hub, log, _sessions, Options.Create(options), time, NullLogger<RoomService>.Instance,
            shared ?? (log as RedisEventLog)?.Members);
        Followers = new FollowerWatch(
            Hub, log, _sessions, Options.Create(options), time, NullLogger<FollowerWatch>.Instance,
            others ?? new LocalBackplane(Hub));
    }

    internal FeedHub Hub { get; }

    internal RoomService Rooms { get; }

    internal FollowerWatch Followers { get; }

    /// <summary>Who is in a room; on one node it is known at once.</summary>
    internal RoomSnapshot Look(string room, Position? through = null) =>
        Rooms.LookAsync(Room(room), through).AsTask().GetAwaiter().GetResult();

    /// <summary>Who can be sent to in a room; on one node it is known at once.</summary>
    internal RoomMember? Find(string room, string userIdOrMemberId) =>
        Rooms.FindAsync(Room(room), userIdOrMemberId, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <param name="log">The log.</param>
    /// <param name="time">Its time.</param>
    /// <param name="options">The defaults when null, as the next.</param>
    /// <param name="limits">What publishers may.</param>
    /// <param name="shared">The members of all nodes; those of the log when null.</param>
    /// <param name="others">The other nodes, as who watches followers asks them; there are none when null.</param>
    internal static async Task<RoomLife> StartAsync(
        IEventLog log,
        TimeProvider time,
        RoomsOptions? options = null,
        LimitsOptions? limits = null,
        ISharedMembers? shared = null,
        IBackplane? others = null)
    {
        var life = new RoomLife(
            log, time, options ?? new RoomsOptions(), limits ?? new LimitsOptions(), shared, others);
        await life.Rooms.StartAsync(CancellationToken.None);
        await life.Followers.StartAsync(CancellationToken.None);
        return life;
    }

    internal static RoomName Room(string name) =>
        RoomName.TryParse(name, out var room, out var error) ? room : throw new ArgumentException(error, nameof(name));

    internal ValueTask<FeedClient> ConnectAsync() => FollowAsync();

    internal ValueTask<FeedClient> FollowAsync(params string[] topics) => Hub.JoinAsync(
        new JoinRequest { Transport = "test", Topics = [.. topics.Select(TopicPattern.Parse)] }, CancellationToken.None);

    /// <summary>The client of a connection that has ended is back, under its member id.</summary>
    internal ValueTask<FeedClient> RecoverAsync(FeedClient gone) => Hub.JoinAsync(
        new JoinRequest { Transport = "test", MemberId = gone.MemberId }, CancellationToken.None);

    /// <summary>Time passes in steps, as timers are set again meanwhile.</summary>
    internal static void Pass(FakeTimeProvider time, double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.05)
        {
            time.Advance(TimeSpan.FromSeconds(0.05));
        }
    }

    internal ValueTask<RoomEntry> JoinAsync(
        FeedClient client, string room, string? user, string? username = null, Caller? caller = null)
    {
        caller ??= Caller.With(Rights.Everything);
        var session = Rooms.BeginSession(client, caller, Sender.Of(null, caller));
        return Rooms.JoinAsync(client, caller, session, Room(room), new RoomUser(user, username), CancellationToken.None);
    }

    /// <summary>Connects and joins.</summary>
    internal async Task<FeedClient> EnterAsync(string room, string user, string? username = null)
    {
        var client = await ConnectAsync();
        Assert.Null((await JoinAsync(client, room, user, username)).Refusal);
        return client;
    }

    internal ValueTask LeaveAsync(FeedClient client, string room) =>
        Rooms.LeaveAsync(client, Room(room), CancellationToken.None);

    internal void Cut(FeedClient client, DisconnectReason reason = DisconnectReason.Gone) => Hub.Leave(client, reason);

    /// <summary>What a room's members did, as <c>join ada</c>.</summary>
    internal async Task<string[]> HistoryAsync(string room) =>
        [.. (await EventsAsync(room)).Select(frame => Text(frame.Event))];

    internal async Task<IReadOnlyList<EventFrame>> EventsAsync(string room)
    {
        var topic = new Subscription { Topics = [TopicPattern.Parse($"rooms/{room}/members")], Broadcasts = false };
        var found = new List<EventFrame>();
        for (var (after, atEnd) = (0L, false); !atEnd;)
        {
            var page = await _log.ReadAsync(
                after, subscription: null, ReadLimits.PageEvents, conflate: false, CancellationToken.None);
            found.AddRange(page.Frames.Where(frame => topic.FollowsTopicOf(frame.Event)));
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return found;
    }

    internal static string Text(FeedEvent e) => $"{e.Name} {MembershipChange.Read(e)!.Value.Of.UserId}";

    public void Dispose()
    {
        Followers.Dispose();
        Rooms.Dispose();
        Hub.Dispose();
        _rate.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }
}

using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Memberships;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Rooms;

/// <summary>
/// Who is in which room. A user is in a room while one of its connections is, and for
/// <see cref="RoomsOptions.LeaveAfter"/> after the last of them was lost. It joins once and leaves once, however many
/// connections it has: both are events of <c>rooms/{room}/members</c>, and the log keeps who is in. So after a start
/// all who were in are away, also after a kill, and leave unless they come back in time. A join or leave costs the same in a
/// room of any size. On several nodes a user is in while a connection at any of them is (<see cref="ISharedMembers"/>); each
/// node holds only its own connections. Any thread.
/// </summary>
internal sealed partial class RoomService : IHostedService, IDisposable
{
    private readonly FeedHub _hub;
    private readonly IEventLog _log;
    private readonly PublishSessions _sessions;
    private readonly ISharedMembers? _shared; // null on one node
    private readonly RoomsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Guards the next fields and all rooms and presences. Nothing is awaited, published or walked under it.
    private readonly Lock _lock = new();
    private readonly Dictionary<RoomName, Room> _rooms = [];
    private readonly Dictionary<string, RoomsOfClient> _clients = []; // by member id; those that are in a room
    private long _joined; // counts presences

    public RoomService(
        FeedHub hub,
        IEventLog log,
        PublishSessions sessions,
        IOptions<RoomsOptions> options,
        TimeProvider time,
        ILogger<RoomService> logger,
        ISharedMembers? shared = null)
    {
        (_hub, _log, _sessions, _options, _time, _logger) = (hub, log, sessions, options.Value, time, logger);
        _shared = shared;
        _timer = time.CreateTimer(_ => LeaveThoseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        hub.Changed += Changed;
    }

    /// <summary>Max rooms of one client.</summary>
    internal int PerClient => _options.PerClient;

    /// <summary>
    /// Brings a connection into a room. Checks the right to follow the room, the names and the number of rooms, and counts
    /// as one publish. The others are told when the user was not in. A connection that is in already is answered as a
    /// newcomer.
    /// </summary>
    /// <param name="client">The connection. When it ends, it is out.</param>
    /// <param name="caller">Its credentials: a token's user counts before <paramref name="user"/>.</param>
    /// <param name="session">Whose rate counts, and who counts a refusal.</param>
    /// <param name="room">The room.</param>
    /// <param name="user">Who it says it is.</param>
    /// <param name="cancellationToken">Ends the wait for the rate.</param>
    internal async ValueTask<RoomEntry> JoinAsync(
        FeedClient client,
        Caller caller,
        PublishSession session,
        RoomName room,
        RoomUser user,
        CancellationToken cancellationToken)
    {
        var head = _log.Head;
        var (who, refusal) = user.As(caller);
        refusal = MayEnter(caller, room) ?? refusal ?? await session.Allowance.TakeAsync(1, cancellationToken);
        if (refusal is not null || Enter(client, room, who, out refusal) is not { } presence)
        {
            return Refused(session.Counted(refusal!));
        }

        // A client that has left the hub is told of no more, see Changed. One that leaves later is.
        if (_hub.Find(client.Id) != client)
        {
            Lost(client);
        }

        try
        {
            refusal = await SettleAsync(presence);
        }
        catch
        {
            Withdraw(client, presence);
            throw;
        }

        if (refusal is not null)
        {
            Withdraw(client, presence);
            return Refused(refusal);
        }

        var join = MembershipEvents.Make(presence, client.MemberId, isJoin: true, isForAll: true, _time.GetUtcNow());
        lock (_lock)
        {
            return new RoomEntry(null, join, _log.Epochs.PositionOf(_log.Head)) { IsNew = presence.Sequence > head };
        }
    }

    /// <summary>
    /// Brings a connection into several rooms. Where the user is in by another one, the log has no join for this one.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="caller">Its credentials.</param>
    /// <param name="sender">Whose rate counts.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="user">Who it says it is.</param>
    /// <param name="tellsJoins">It is told that it has joined also when the log has no join for it.</param>
    /// <param name="cancellationToken">Ends the wait for the rate.</param>
    /// <exception cref="PublishRefusedException">It may not join one of them, or cannot now.</exception>
    internal async ValueTask JoinAllAsync(
        FeedClient client,
        Caller caller,
        Sender sender,
        IReadOnlyList<RoomName> rooms,
        RoomUser user,
        bool tellsJoins,
        CancellationToken cancellationToken)
    {
        var session = BeginSession(client, caller, sender);
        foreach (var room in rooms)
        {
            var entry = await JoinAsync(client, caller, session, room, user, cancellationToken);
            if (entry.Refusal is { } refusal)
            {
                throw new PublishRefusedException(refusal);
            }

            if (tellsJoins && !entry.IsNew)
            {
                client.TryTell(new EventFrame(entry.Join!, position: null));
            }
        }
    }

    /// <summary>
    /// Takes a connection out of a room because it says so: when it was the user's last one there, the user leaves at once.
    /// Nothing happens when the connection is not in. A leave that the log does not take now is tried again.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="room">The room.</param>
    /// <param name="cancellationToken">Ends the wait for the log; the leave is said all the same.</param>
    internal async ValueTask LeaveAsync(FeedClient client, RoomName room, CancellationToken cancellationToken)
    {
        Presence? presence;
        lock (_lock)
        {
            presence = _clients.GetValueOrDefault(client.MemberId)?.In(room);
            if (presence is not null)
            {
                Remove(client, presence);
            }
        }

        if (presence is not null)
        {
            await SettleOrRetryAsync(presence).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Begins a session for a connection: its messages to a room say who it is there.</summary>
    /// <param name="client">The connection, with its credentials.</param>
    /// <param name="sender">Whose rate counts.</param>
    /// <param name="namesItself">It joins without a name to show; each message may say one.</param>
    internal PublishSession BeginSession(FeedClient client, Caller caller, Sender sender, bool namesItself = false) =>
        _sessions.Begin(caller, sender, room => AuthorIn(client, room) with { NamesItself = namesItself });

    public void Dispose()
    {
        _hub.Changed -= Changed;
        _timer.Dispose();
    }

    private Refusal? MayEnter(Caller caller, RoomName room) =>
        caller.HasExpired(_time.GetUtcNow())
            ? AccessProblems.Expired
            : caller.MayFollow([TopicPattern.Of(room.Topic)]);

    private static RoomEntry Refused(Refusal refusal) => new(refusal, null, default);

    // Null, with the refusal, when the client is in too many rooms.
    private Presence? Enter(FeedClient client, RoomName name, RoomUser user, out Refusal? refusal)
    {
        refusal = null;
        Presence presence;
        Presence? before;
        lock (_lock)
        {
            var own = _clients.GetValueOrDefault(client.MemberId);
            before = own?.In(name);
            if (before is null && own?.Presences.Count >= _options.PerClient)
            {
                refusal = TooManyRooms();
                return null;
            }

            if (!user.HasToken && IsOfToken(name, user.UserId!))
            {
                refusal = OfTokensUser;
                return null;
            }

            if (before is not null && before.UserId != user.UserId)
            {
                Remove(client, before); // without a token a connection may be someone else from now on
            }

            presence = PresenceOf(name, user.UserId!);
            if (user.HasToken)
            {
                Claim(presence);
            }

            Add(client, presence);
            presence.Username = user.Username ?? presence.Username;
        }

        if (before is not null && before != presence)
        {
            _ = SettleOrRetryAsync(before);
        }

        return presence;
    }

    private static Refusal OfTokensUser { get; } =
        new(RefusalKind.Forbidden, "In this room the user of this userId has a token. Join with it, or as somebody else.");

    private Refusal TooManyRooms() => Refusal.At(
        RefusalKind.Invalid,
        "/room",
        $"at most {_options.PerClient} rooms can have the same client in (LiveFeed:Rooms:PerClient)");
}

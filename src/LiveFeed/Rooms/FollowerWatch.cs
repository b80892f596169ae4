using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Publishing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Rooms;

/// <summary>
/// Publishes to <c>system/topics/{topic}</c> when a topic gets its first follower by its name (<c>first-follower</c>) and
/// when it has had none for <see cref="RoomsOptions.LeaveAfter"/> (<c>last-follower</c>), so that a producer that nobody
/// watches can rest. Patterns do not count, nor do topics under <c>system/</c>. Max
/// <see cref="RoomsOptions.FollowerEventsPerSecond"/>; what is more waits in order, and costs nothing when it has changed
/// back by then. So it holds no more topics than are followed, or were told to be. On several nodes each tells its own first
/// follower, and a last one only when no other node has any. The log counts: a first follower is told again before
/// retention removes its event, and when the store has lost it or another node has told a last one after it. Any thread.
/// </summary>
internal sealed partial class FollowerWatch : IHostedService, IDisposable
{
    internal const string FirstFollower = "first-follower";
    internal const string LastFollower = "last-follower";

    private const string Prefix = "system/topics/";
    private const string Excepted = "system/";

    // Max topics looked at in one turn; of these, those that have changed back cost no event.
    private const int MaxLooks = 1_000;
    private const int TurnsPerSecond = 10;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<Lane> _lanes;
    private readonly IEventLog _log;
    private readonly PublishSession _session;
    private readonly IBackplane _backplane;
    private readonly RoomsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    // Guards the next fields. Nothing is published under it.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FollowedTopic> _topics = [];
    private readonly Queue<FollowedTopic> _waiting = new();
    private readonly Queue<(FollowedTopic Topic, long LeftAt)> _left = new(); // the longest gone first
    private long _nextTurn; // the timestamp before which nothing more is told
    private bool _isTurning;
    private bool _isStopped;

    public FollowerWatch(
        FeedHub hub,
        IEventLog log,
        PublishSessions sessions,
        IOptions<RoomsOptions> options,
        TimeProvider time,
        ILogger<FollowerWatch> logger,
        IBackplane backplane)
    {
        _backplane = backplane;
        (_lanes, _log, _session, _options, _time, _logger) =
            (hub.Lanes, log, sessions.OfService, options.Value, time, logger);
        _timer = time.CreateTimer(_ => _ = TurnAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private int MaxEvents => Math.Max(1, _options.FollowerEventsPerSecond / TurnsPerSecond);

    /// <summary>Topics that were told to have followers before may have none any more.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.FollowerEventsPerSecond == 0)
        {
            return;
        }

        try
        {
            await TakeToldAsync(AllTold, cancellationToken);
        }
        catch (LogUnavailableException e)
        {
            Log.CannotRead(_logger, e);
        }

        foreach (var lane in _lanes)
        {
            lane.Clients.ExactChanged += Note;
        }
    }

    /// <summary>
    /// A node is gone, and what it had told to have followers may have none any more. Or the store may have lost that.
    /// </summary>
    /// <exception cref="LogUnavailableException">What was told cannot be read.</exception>
    internal ValueTask LookAgainAsync(CancellationToken cancellationToken) =>
        _options.FollowerEventsPerSecond == 0 ? default : new ValueTask(TakeToldAsync(AllTold, cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Stop();
        _timer.Dispose();
    }

    private void Stop()
    {
        foreach (var lane in _lanes)
        {
            lane.Clients.ExactChanged -= Note;
        }

        lock (_lock)
        {
            _isStopped = true;
        }
    }

    // A topic may have got its first follower of a lane, or lost its last.
    private void Note(string name)
    {
        if (name.StartsWith(Excepted, StringComparison.Ordinal) || name.Length > TopicName.MaxLength - Prefix.Length)
        {
            return;
        }

        lock (_lock)
        {
            if (!_topics.TryGetValue(name, out var topic))
            {
                _topics[name] = topic = new FollowedTopic(name, TopicName.Parse($"{Prefix}{name}"));
            }

            Look(topic);
        }
    }

    // Finds what is to be told of a topic, and when. The caller holds the lock.
    private void Look(FollowedTopic topic)
    {
        var isFollowed = IsFollowed(topic);
        if (isFollowed || !topic.IsTold)
        {
            topic.LeftAt = null;
        }
        else if (topic.LeftAt is null)
        {
            topic.LeftAt = _time.GetTimestamp();
            _left.Enqueue((topic, topic.LeftAt.Value));
            Schedule();
        }

        if (isFollowed && !topic.IsTold)
        {
            Wait(topic);
        }
        else if (!isFollowed && !topic.IsTold && !topic.IsWaiting)
        {
            _topics.Remove(topic.Name);
        }
    }

    private bool IsFollowed(FollowedTopic topic)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Clients.IsFollowedExactly(topic.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Which topics had followers cannot be read: a last follower may not be told")]
        internal static partial void CannotRead(ILogger logger, Exception cause);

        [LoggerMessage(
            Level = LogLevel.Error, Message = "First and last followers cannot be published; trying again in a second")]
        internal static partial void CannotTell(ILogger logger, Exception cause);
    }
}

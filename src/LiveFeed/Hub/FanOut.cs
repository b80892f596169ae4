using System.Collections.Concurrent;
using System.Threading.Channels;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hub;

/// <summary>
/// Follows the log and offers every event to the clients that are to have it. One task does all of it, in the log's order,
/// and never waits for a client; within an offer a client that keeps up writes to its socket right here.
/// </summary>
internal sealed partial class FanOut : BackgroundService
{
    private const long Everyone = long.MaxValue; // a log's event goes to whoever is there: the client itself knows what it has had

    private readonly IEventLog _log;
    private readonly FeedHub _hub;
    private readonly TimeSpan _heartbeat;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<(EventFrame Frame, long Joined)> _ephemeral = new();

    // Holds a token while there may be something to do.
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly List<ClientSet> _followers = []; // the task's only, as the two below
    private long _sequence;
    private long _stamp;
    private int _heartbeatDue; // set by the timer, cleared by the task

    public FanOut(
        IEventLog log, FeedHub hub, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<FanOut> logger)
    {
        (_log, _hub, _time, _logger) = (log, hub, time, logger);
        _heartbeat = options.Value.Heartbeat;
        _sequence = log.Head;
    }

    // How late a heartbeat may be: a tenth of the interval, but no reason to look more than once a second.
    private TimeSpan HeartbeatTick => TimeSpan.FromMilliseconds(Math.Min(1_000, _heartbeat.TotalMilliseconds / 10));

    /// <summary>Offers an event that the log does not keep to those who have joined by now. Any thread.</summary>
    internal void Send(FeedEvent ephemeral)
    {
        _ephemeral.Enqueue((new EventFrame(ephemeral, position: null), _hub.Joined));
        Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _log.Appended += Wake;
        Wake(); // for what was appended before
        await using var heartbeats = _time.CreateTimer(_ => BeatSoon(), null, HeartbeatTick, HeartbeatTick);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.Reader.ReadAsync(stoppingToken);
            try
            {
                await OfferNewsAsync(stoppingToken);
                if (Interlocked.Exchange(ref _heartbeatDue, 0) == 1)
                {
                    Beat();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.TurnFailed(_logger, e);
            }
        }
    }

    private void Wake() => _work.Writer.TryWrite(true);

    private void BeatSoon()
    {
        Volatile.Write(ref _heartbeatDue, 1);
        Wake();
    }

    private async ValueTask OfferNewsAsync(CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            // An ephemeral event goes out after what was stored before it was sent.
            var ephemeral = _ephemeral.Count;
            var page = await _log.ReadAsync(
                _sequence, subscription: null, ReadLimits.PageEvents, conflate: false, cancellationToken);
            if (page.Trimmed > _sequence)
            {
                // Trimmed before this task came to it: the clients find out from the log what they miss, and say so.
                LeaveBehind(page.Trimmed);
            }

            foreach (var frame in page.Frames)
            {
                Offer(frame, Everyone);
            }

            _sequence = Math.Max(page.Through, page.Trimmed);
            more = !page.ReachedHead;
            for (; !more && ephemeral > 0 && _ephemeral.TryDequeue(out var one); ephemeral--)
            {
                Offer(one.Frame, one.Joined);
            }
        }
    }

    /// <param name="frame">What to offer.</param>
    /// <param name="joined">To those up to this <see cref="FeedClient.Number"/>: who joined later is not to have it.</param>
    private void Offer(EventFrame frame, long joined)
    {
        var e = frame.Event;
        if (e.To is { Client: { } id })
        {
            OfferIfWanted(_hub.Find(id), frame, joined);
        }
        else if (e.To is { User: { } user })
        {
            foreach (var client in _hub.FindUser(user)?.Snapshot() ?? [])
            {
                OfferIfWanted(client, frame, joined);
            }
        }
        else
        {
            OfferToFollowers(frame, joined);
        }
    }

    private void OfferToFollowers(EventFrame frame, long joined)
    {
        _followers.Clear();
        if (frame.Event.Topic is { } topic)
        {
            _hub.Topics.Collect(topic, _followers);
        }
        else
        {
            _followers.Add(_hub.Everyone);
        }

        _stamp++;
        var isForAll = frame.Event is { To: null, Except.Length: 0 };
        foreach (var set in _followers)
        {
            foreach (var client in set.Snapshot())
            {
                if (client.Stamp != _stamp && client.Number <= joined && (isForAll || client.Subscription.IsMeant(frame.Event)))
                {
                    client.Stamp = _stamp;
                    client.Offer(frame);
                }
            }
        }
    }

    private static void OfferIfWanted(FeedClient? client, EventFrame frame, long joined)
    {
        if (client?.Number <= joined && client.Subscription.Wants(frame.Event))
        {
            client.Offer(frame);
        }
    }

    private void Beat()
    {
        var frame = new HeartbeatFrame(new Position(_log.Epoch, _sequence));
        foreach (var client in _hub.Everyone.Snapshot())
        {
            if (client.Silence >= _heartbeat && client.Queued == 0)
            {
                client.Offer(frame);
            }
        }
    }

    private void LeaveBehind(long trimmed)
    {
        Log.Overtaken(_logger, trimmed - _sequence);
        foreach (var client in _hub.Everyone.Snapshot())
        {
            client.FallBehind();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Offering events failed; going on with the next")]
        internal static partial void TurnFailed(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Retention overtook the fan-out by {Events} events")]
        internal static partial void Overtaken(ILogger logger, long events);
    }
}

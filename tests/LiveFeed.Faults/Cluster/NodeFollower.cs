using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Cluster;

/// <summary>
/// A client of all producers' topics. When its connection ends it resumes at another node. It notes in which order it got
/// events and was told of losses.
/// </summary>
internal abstract class NodeFollower(Nodes nodes)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly List<object> _got = []; // PlacedEvent or ToldLoss; guarded by the lock
    private Service? _at;

    /// <summary>What it resumes after.</summary>
    protected string? Position { get; private set; }

    internal bool IsConnected { get; private set; }

    /// <summary>How often it had to connect again.</summary>
    internal int Reconnects { get; private set; } = -1;

    /// <summary>Gaps for another reason than a loss, as they came.</summary>
    internal string? Surprise { get; private set; }

    internal IReadOnlyList<PlacedEvent> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _got.OfType<PlacedEvent>()];
            }
        }
    }

    internal bool Has(PlacedEvent e)
    {
        lock (_lock)
        {
            return _got.FindLastIndex(one => one is PlacedEvent seen && seen == e) >= 0;
        }
    }

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            _at = nodes.Another(_at);
            Reconnects++;
            try
            {
                await FollowAsync(_at, stop);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException or
                OperationCanceledException)
            {
                // Away, or told to stop.
            }

            IsConnected = false;
            await Wait.ForAsync(Pause);
        }
    }

    /// <summary>Walks through what it got, in order.</summary>
    internal FollowerReport Report(HashSet<PlacedEvent> log, TermTable terms)
    {
        lock (_lock)
        {
            var (duplicated, untold, imagined, told) = (0L, 0L, 0L, 0L);
            PlacedEvent? last = null;
            var isTold = false;
            foreach (var one in _got)
            {
                if (one is ToldLoss loss)
                {
                    (told, isTold) = (told + 1, true);
                    imagined += terms.IsLost(loss.After) ? 0 : 1;
                    continue;
                }

                var e = (PlacedEvent)one;
                if (last is { } before)
                {
                    duplicated += e.Place.CompareTo(before.Place) <= 0 ? 1 : 0;
                    untold += terms.IsLost(before.Place) && !terms.IsLost(e.Place) && !isTold ? 1 : 0;
                }

                (last, isTold) = (e, false);
            }

            var seen = _got.OfType<PlacedEvent>().ToHashSet();
            return new FollowerReport(log.Count(e => !seen.Contains(e)), duplicated, untold, imagined, told);
        }
    }

    /// <summary>Connects to a node, resumes, and returns when the connection has ended.</summary>
    protected abstract Task FollowAsync(Service node, CancellationToken stop);

    protected void Connected() => IsConnected = true;

    protected void Moved(string position) => Position = position;

    protected void Got(string position, string topic, int number)
    {
        Position = position;
        var producer = int.Parse(topic.AsSpan(Producer.Topics.Length), CultureInfo.InvariantCulture);
        lock (_lock)
        {
            _got.Add(new PlacedEvent(Place.Parse(position), producer, number));
        }
    }

    protected void ToldGap(JsonElement gap)
    {
        if (gap.GetProperty("reason").GetString() != "lost")
        {
            Surprise ??= $"{gap}";
            return;
        }

        lock (_lock)
        {
            _got.Add(new ToldLoss(Place.Parse(gap.GetProperty("after").GetString()!)));
        }
    }
}

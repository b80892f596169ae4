using LiveFeed.Faults.Load;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults.Cluster;

/// <summary>Producers and followers of several nodes, and the check of what they got.</summary>
internal sealed class NodeCrowd : IAsyncDisposable
{
    private readonly Nodes _nodes;
    private readonly CancellationTokenSource _stopProducing = new();
    private readonly CancellationTokenSource _stopFollowing = new();
    private readonly NodeProducer[] _producers;
    private readonly NodeFollower[] _followers;
    private Task _producing = Task.CompletedTask;
    private Task _following = Task.CompletedTask;

    internal NodeCrowd(Nodes nodes)
    {
        _nodes = nodes;
        int[] counts = [1, 10, 1, 10, 1, 10]; // events a batch
        _producers = [.. counts.Select((count, key) => new NodeProducer(key, count, nodes, Witness))];
        _followers =
        [
            new StreamFollower(nodes), new StreamFollower(nodes), new SocketFollower(nodes), new SocketFollower(nodes),
        ];
    }

    internal NodeWitness Witness { get; } = new();

    internal long Refused => _producers.Sum(producer => producer.Refused);

    internal int Reconnects => _followers.Sum(follower => follower.Reconnects);

    /// <summary>Has everyone connected before the first event.</summary>
    internal async Task StartAsync()
    {
        _following = Task.WhenAll(_followers.Select(follower => Task.Run(() => follower.RunAsync(_stopFollowing.Token))));
        await Wait.UntilAsync(() => Array.TrueForAll(_followers, follower => follower.IsConnected), "everyone is connected");
        _producing = Task.WhenAll(_producers.Select(producer => Task.Run(() => producer.RunAsync(_stopProducing.Token))));
    }

    /// <summary>Waits until many batches are acknowledged; returns how long that took.</summary>
    internal Task<TimeSpan> UntilAcknowledgedAsync()
    {
        const int Many = 100; // events
        var before = Witness.Acknowledged;
        return Wait.UntilAsync(() => Witness.Acknowledged > before + Many, "producers are answered");
    }

    /// <summary>Ends the load and judges it by the log, which is the same at all nodes.</summary>
    /// <param name="redis">The server that there is now.</param>
    internal async Task<(NodeVerdict Verdict, TermTable Terms)> EndAsync(RedisProcess redis)
    {
        await _stopProducing.CancelAsync();
        await _producing;
        var surprise = _producers.Select(producer => producer.Surprise)
            .Concat(_followers.Select(follower => follower.Surprise)).FirstOrDefault(text => text is not null);
        FaultException.Unless(surprise is null, $"a producer or follower was told {surprise}");
        var log = await ReadSameLogAsync();
        await Wait.UntilAsync(
            () => Array.TrueForAll(_followers, follower => follower.Has(log[^1])), "every client has the last event");
        var terms = await TermTable.ReadAsync(redis);
        return (Witness.Judge(log, terms, _followers), terms);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopProducing.CancelAsync();
        await _stopFollowing.CancelAsync();
        await Task.WhenAll(_producing, _following);
        _stopProducing.Dispose();
        _stopFollowing.Dispose();
    }

    // A node may lag a moment behind another.
    private async Task<List<PlacedEvent>> ReadSameLogAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var logs = await Task.WhenAll(_nodes.All.Select(ReadLogAsync));
            if (Array.Find(logs, log => !log.SequenceEqual(logs[0])) is not { } other)
            {
                return logs[0];
            }

            FaultException.Unless(
                TimeProvider.System.GetElapsedTime(start) < Wait.Limit,
                FormattableString.Invariant($"the log is not the same at all nodes: one has {logs[0].Count} events, ") +
                FormattableString.Invariant($"another {other.Count}, and these only one of them has: ") +
                string.Join(", ", logs[0].Except(other).Concat(other.Except(logs[0])).Take(5)));
            await Wait.ForAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task<List<PlacedEvent>> ReadLogAsync(Service node)
    {
        // Redis may be back for a producer's node, and not yet for this one.
        await Wait.UntilAsync(
            async () => (await node.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative))).IsSuccessStatusCode,
            "a node has Redis again");
        return await HistoryPages.ReadAsync(node)
            .Select(e => new PlacedEvent(Place.Parse(e.Position), e.Producer, e.Number)).ToListAsync();
    }
}

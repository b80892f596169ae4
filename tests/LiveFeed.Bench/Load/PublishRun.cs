using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Publishes to the nodes of a service, on connections that each wait for the answer before the next request, while
/// followers read. One thread.
/// </summary>
internal sealed class PublishRun : IDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);
    private static readonly string Payload = new('x', 100);

    private readonly Cluster _cluster;
    private readonly int _count; // events of a request
    private readonly long[] _sentAt; // by connection; 0 when nothing is under way
    private readonly StreamFleet _fleet = new();
    private readonly List<ByteSink> _sinks = [];
    private readonly IProducers _producers;
    private LatencyHistogram _latencies = new();
    private long _answered;
    private long _refused;

    /// <param name="cluster">The nodes, which share connections and followers.</param>
    /// <param name="connections">How many are published on.</param>
    /// <param name="followers">How many read.</param>
    /// <param name="count">Events of a request.</param>
    /// <param name="onSockets">A request is a message of a WebSocket, not a POST.</param>
    internal PublishRun(Cluster cluster, int connections, int followers, int count, bool onSockets)
    {
        (_cluster, _count, _sentAt) = (cluster, count, new long[connections]);
        for (var i = 0; i < followers; i++)
        {
            var target = TargetOf(i);
            _sinks.Add(new ByteSink());
            var added = _fleet.Add(follower => _sinks[follower]);
            _fleet.Dial(added, target.Port, target.SubscribeRequest(), target.FirstReply());
        }

        _ = _fleet.ServeUntil(() => _fleet.In(StreamState.Open) == followers, ConnectTime)
            ? true
            : throw new IOException($"{cluster.Name}: followers are not connected after {ConnectTime}");
        Target[] targets = [.. Enumerable.Range(0, connections).Select(TargetOf)];
        _producers = onSockets
            ? new SocketProducers(targets, Payload, count, _fleet, ConnectTime)
            : new PostProducers(targets, Payload, count, _fleet, ConnectTime);
    }

    /// <summary>Publishes for so long, and takes the last answers.</summary>
    /// <exception cref="IOException">A connection was closed, or no answer came.</exception>
    internal PublishResult Publish(TimeSpan time)
    {
        (_latencies, _answered, _refused) = (new LatencyHistogram(), 0, 0);
        var delivered = _sinks.Sum(sink => sink.Bytes);
        var (start, nodes, redis) = (MonotonicClock.Now, _cluster.NodeCpuSeconds(), _cluster.RedisCpuSeconds());
        var end = start + (long)time.TotalNanoseconds;
        for (var i = 0; i < _sentAt.Length; i++)
        {
            Send(i);
        }

        if (!_fleet.ServeUntil(AreAllAnswered, time + AnswerTime))
        {
            throw new IOException(
                $"{_cluster.Name}: {_sentAt.Count(at => at > 0)} requests are not answered after {AnswerTime}");
        }

        return new PublishResult(
            (_answered - _refused) * _count,
            _refused,
            _sinks.Sum(sink => sink.Bytes) - delivered,
            MonotonicClock.SecondsSince(start),
            _latencies.Percentile(0.5),
            _latencies.Percentile(0.99),
            _cluster.NodeCpuSeconds() - nodes,
            _cluster.RedisCpuSeconds() - redis);

        bool AreAllAnswered()
        {
            _producers.TakeAnswers((connection, isAccepted) => Take(connection, isAccepted, end));
            return _sentAt.All(at => at == 0);
        }
    }

    public void Dispose()
    {
        _producers.Dispose();
        _fleet.Dispose();
    }

    private Target TargetOf(int i) => _cluster.Targets[i % _cluster.Targets.Count];

    private void Send(int connection)
    {
        _sentAt[connection] = MonotonicClock.Now;
        _producers.Send(connection);
    }

    private void Take(int connection, bool isAccepted, long end)
    {
        _answered++;
        _refused += isAccepted ? 0 : 1;
        _latencies.Add(MonotonicClock.Now - _sentAt[connection]);
        _sentAt[connection] = 0;
        if (MonotonicClock.Now < end)
        {
            Send(connection);
        }
    }
}

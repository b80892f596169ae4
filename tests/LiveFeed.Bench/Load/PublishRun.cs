using System.Text;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// POSTs to the nodes of a service, on connections that each wait for the answer before the next, while followers read. One
/// thread.
/// </summary>
internal sealed class PublishRun : IDisposable
{
    private const int PayloadBytes = 100;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    private readonly Cluster _cluster;
    private readonly int _count; // events of a POST
    private readonly Poller _poller = new();
    private readonly List<PostConnection> _connections = [];
    private readonly byte[][] _requests; // by connection
    private readonly long[] _sentAt; // by connection
    private readonly StreamFleet _fleet = new();
    private readonly List<ByteSink> _sinks = [];
    private LatencyHistogram _latencies = new();
    private long _answered;
    private long _refused;

    /// <param name="cluster">The nodes, which share connections and followers.</param>
    /// <param name="connections">How many are posted on.</param>
    /// <param name="followers">How many read.</param>
    /// <param name="count">Events of a POST.</param>
    internal PublishRun(Cluster cluster, int connections, int followers, int count)
    {
        (_cluster, _count, _sentAt) = (cluster, count, new long[connections]);
        _requests = [.. Enumerable.Range(0, connections).Select(i => Request(TargetOf(i), count))];
        _fleet.WaitAlsoFor(_poller);
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
        for (var i = 0; i < connections; i++)
        {
            _connections.Add(new PostConnection(_poller, i, TargetOf(i).Port));
        }

        Connect();
    }

    /// <summary>Posts for so long, and takes the last answers.</summary>
    internal PublishResult Post(TimeSpan time)
    {
        (_latencies, _answered, _refused) = (new LatencyHistogram(), 0, 0);
        var delivered = _sinks.Sum(sink => sink.Bytes);
        var (start, nodes, redis) = (MonotonicClock.Now, _cluster.NodeCpuSeconds(), _cluster.RedisCpuSeconds());
        var end = start + (long)time.TotalNanoseconds;
        _connections.ForEach(Send);
        while (_sentAt.Any(at => at > 0))
        {
            const int LookAgain = 100; // milliseconds
            var ready = _fleet.Wait(LookAgain);
            for (var i = 0; i < ready; i++)
            {
                if (!_fleet.IsOther(i))
                {
                    _fleet.Serve(i);
                }
            }

            TakeAnswers(end);
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
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        _poller.Dispose();
        _fleet.Dispose();
    }

    private static byte[] Request(Target target, int count)
    {
        var one = target.BodyBefore + new string('x', PayloadBytes) + target.BodyAfter;
        var body = count == 1 ? one : $"[{string.Join(',', Enumerable.Repeat(one, count))}]";
        return [.. target.PublishHead(body.Length), .. Encoding.ASCII.GetBytes(body)];
    }

    private Target TargetOf(int i) => _cluster.Targets[i % _cluster.Targets.Count];

    private void Connect()
    {
        for (var open = 0; open < _connections.Count;)
        {
            var ready = _poller.Wait((int)ConnectTime.TotalMilliseconds);
            open += ready > 0 ? ready : throw new IOException($"{_cluster.Name}: producers are not connected");
            for (var i = 0; i < ready; i++)
            {
                _connections[_poller.Key(i)].WaitForRoom(false);
            }
        }
    }

    private void Send(PostConnection connection)
    {
        connection.Forget();
        _sentAt[connection.Key] = MonotonicClock.Now;
        var request = _requests[connection.Key];
        if (connection.Send(request) < request.Length)
        {
            throw new IOException($"{_cluster.Name}: a connection does not take a request");
        }
    }

    private void TakeAnswers(long end)
    {
        var ready = _poller.Wait(0);
        for (var i = 0; i < ready; i++)
        {
            var connection = _connections[_poller.Key(i)];
            if (_sentAt[connection.Key] == 0 || !connection.TryReadAnswer())
            {
                continue;
            }

            if (connection.Status == 0)
            {
                throw new IOException($"{_cluster.Name}: a producer's connection was closed");
            }

            _answered++;
            _refused += connection.Status is >= 200 and < 300 ? 0 : 1;
            _latencies.Add(MonotonicClock.Now - _sentAt[connection.Key]);
            _sentAt[connection.Key] = 0;
            if (MonotonicClock.Now < end)
            {
                Send(connection);
            }
        }
    }
}

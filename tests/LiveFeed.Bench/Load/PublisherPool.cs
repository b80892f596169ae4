using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Posts one event after another on a few connections, each with one POST under way at most: a server that cannot keep up
/// is offered less. One thread.
/// </summary>
internal sealed class PublisherPool : IDisposable
{
    private const int PayloadBytes = 100;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    private readonly List<PostConnection> _connections;
    private readonly Queue<int> _free; // in turn, lest one be idle for so long that the server ends it
    private readonly (int Number, long Time)[] _underWay; // by connection
    private readonly DeliveryTally _tally;
    private readonly byte[] _request; // with the marker's place to be written to
    private readonly int _markerStart;

    internal PublisherPool(Target target, int count, DeliveryTally tally)
    {
        (_tally, _underWay) = (tally, new (int, long)[count]);
        var before = System.Text.Encoding.UTF8.GetBytes(target.BodyBefore);
        var after = System.Text.Encoding.UTF8.GetBytes(target.BodyAfter);
        var head = target.PublishHead(before.Length + PayloadBytes + after.Length);
        var padding = Enumerable.Repeat((byte)'x', PayloadBytes);
        _request = [.. head, .. before, .. padding, .. after];
        _markerStart = head.Length + before.Length;
        _connections = PostConnection.OpenAll(Poller, Enumerable.Repeat(target.Port, count), ConnectTime);
        _free = new(Enumerable.Range(0, count));
    }

    internal Poller Poller { get; } = new();

    /// <summary>From before the POST to its answer, of the events that the tally measures.</summary>
    internal LatencyHistogram Latencies { get; } = new();

    /// <summary>POSTs that were answered with something else than success.</summary>
    internal int Failed { get; private set; }

    /// <summary>Publishes an event, unless every connection waits for an answer.</summary>
    internal bool TryPublish()
    {
        if (_tally.IsFull || !_free.TryDequeue(out var key))
        {
            return false;
        }

        var now = MonotonicClock.Now;
        var number = _tally.Send(now);
        MarkerScanner.Write(_request.AsSpan(_markerStart), number);
        _underWay[key] = (number, now);
        if (_connections[key].Send(_request) < _request.Length)
        {
            throw new IOException("a publisher's connection does not take a request");
        }

        return true;
    }

    /// <summary>Takes the answers that have come.</summary>
    internal void TakeAnswers()
    {
        var ready = Poller.Wait(timeout: 0);
        for (var i = 0; i < ready; i++)
        {
            var connection = _connections[Poller.Key(i)];
            if (!connection.TryReadAnswer())
            {
                continue;
            }

            var (number, time) = _underWay[connection.Key];
            if (_tally.IsMeasured(number))
            {
                Latencies.Add(MonotonicClock.Now - time);
            }

            if (connection.Status == 0)
            {
                throw new IOException("a publisher's connection was closed");
            }

            Failed += connection.Status is >= 200 and < 300 ? 0 : 1;
            connection.Forget();
            _free.Enqueue(connection.Key);
        }
    }

    public void Dispose()
    {
        _connections.ForEach(connection => connection.Dispose());
        Poller.Dispose();
    }
}

using System.Text;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Posts numbered events at a rate, one after the other. It repeats each until it is acknowledged; the service stores it
/// once, by its id. It catches up on what was due while the service was away. One thread, by <see cref="Turn"/>.
/// </summary>
internal sealed class RetryingProducer : IDisposable
{
    private const int PayloadBytes = 100;
    private const long RetryAfter = 5 * MonotonicClock.Millisecond;

    private readonly Target _target;
    private readonly (int Number, int Count) _self;
    private readonly long _interval;
    private readonly byte[] _request;
    private readonly int _idStart;
    private readonly int _payloadStart;
    private readonly Poller _poller = new();
    private PostConnection? _connection;
    private long _due;
    private long _retryAt;
    private bool _isUnderWay;

    /// <param name="target">Where to.</param>
    /// <param name="number">Which of the producers it is.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="rate">Its events a second.</param>
    internal RetryingProducer(Target target, int number, int count, int rate)
    {
        (_target, _self, _interval) = (target, (number, count), MonotonicClock.Second / rate);
        var padding = new string('x', PayloadBytes - MarkerScanner.Length);
        var marker = new string('-', MarkerScanner.Length);
        var body = $$"""{"topic":"bench","id":"{{marker}}","data":"{{marker}}{{padding}}"}""";
        var head = target.PublishHead(body.Length);
        _request = [.. head, .. Encoding.ASCII.GetBytes(body)];
        _idStart = head.Length + body.IndexOf(marker, StringComparison.Ordinal);
        _payloadStart = head.Length + body.LastIndexOf(marker + "x", StringComparison.Ordinal);
        _due = MonotonicClock.Now;
    }

    /// <summary>How many of its events are acknowledged.</summary>
    internal int Acknowledged { get; private set; }

    /// <summary>Nothing is under way or due.</summary>
    internal bool IsIdle => !_isUnderWay && _due > MonotonicClock.Now;

    /// <summary>No event becomes due any more.</summary>
    internal void Stop() => _due = long.MaxValue;

    /// <summary>Does what there is to do now; never waits.</summary>
    internal void Turn()
    {
        var now = MonotonicClock.Now;
        if (_isUnderWay)
        {
            TakeAnswer(now);
        }
        else if (now >= _due && now >= _retryAt)
        {
            Post(now);
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _poller.Dispose();
    }

    private void Post(long now)
    {
        if (_connection is null)
        {
            if (!ServerProcess.IsListening(_target.Port))
            {
                _retryAt = now + RetryAfter;
                return;
            }

            _connection = new PostConnection(_poller, 0, _target.Port);
            const int Connected = 1_000; // milliseconds; on this host it takes microseconds
            _poller.Wait(Connected);
            _connection.WaitForRoom(false);
        }

        var number = (Acknowledged * _self.Count) + _self.Number;
        MarkerScanner.Write(_request.AsSpan(_idStart), number);
        MarkerScanner.Write(_request.AsSpan(_payloadStart), number);
        _connection.Send(_request); // should it fail, so does the read
        _isUnderWay = true;
    }

    private void TakeAnswer(long now)
    {
        if (_poller.Wait(timeout: 0) == 0 || !_connection!.TryReadAnswer())
        {
            return;
        }

        _isUnderWay = false;
        if (_connection.Status is >= 200 and < 300)
        {
            _connection.Forget();
            Acknowledged++;
            _due += _due == long.MaxValue ? 0 : _interval;
            return;
        }

        _connection.Dispose();
        _connection = null;
        _retryAt = now + RetryAfter;
    }
}

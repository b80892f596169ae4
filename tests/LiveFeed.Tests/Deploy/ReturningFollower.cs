using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>
/// Follows numbers as an EventSource does: when its stream ends it comes back after the time that it was told, with its last
/// id.
/// </summary>
internal sealed class ReturningFollower(Uri address)
{
    private readonly List<int> _seen = []; // locked by itself
    private string? _lastId;
    private TimeSpan _retry = TimeSpan.FromMilliseconds(50);

    /// <summary>What it has seen, in order.</summary>
    internal IReadOnlyList<int> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    internal int Connections { get; private set; }

    /// <summary>Follows until it is cancelled. Anything but a stream is an error, as it is for an EventSource.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            (string, string)[] resume = _lastId is null ? [] : [("Last-Event-ID", _lastId)];
            await using var stream = await SseConnection.OpenAsync(address, [("Accept", "text/event-stream"), .. resume]);
            Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
            Connections++;
            using var end = stop.UnsafeRegister(_ => stream.Response.Dispose(), null);
            await ReadAsync(stream, stop);
            await Task.Delay(_retry, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(SseConnection stream, CancellationToken stop)
    {
        try
        {
            while (await stream.ReadAsync() is { } frame)
            {
                _lastId = frame.Id ?? _lastId;
                _retry = frame.Retry is { } told ? TimeSpan.FromMilliseconds(int.Parse(told)) : _retry;
                Assert.NotEqual("livefeed.gap", frame.Event);
                if (frame.IsEvent)
                {
                    lock (_seen)
                    {
                        _seen.Add(int.Parse(frame.Data!));
                    }
                }
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested || e is IOException or HttpRequestException)
        {
            // The connection broke off, or the test is over.
        }
    }
}

using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Output;

/// <summary>
/// A client that reads, and that behaves as a browser. When it is cut off, because this machine did not let it read for
/// seconds, it comes back with its last id.
/// </summary>
internal sealed class HealthyReader(LiveFeedServer server, string path) : IAsyncDisposable
{
    private const int MaxReturns = 5;

    private SseConnection? _stream;
    private string? _id;
    private int _returns;

    internal static async Task<HealthyReader> OpenAsync(LiveFeedServer server, string path)
    {
        var healthy = new HealthyReader(server, path);
        await healthy.ConnectAsync();
        return healthy;
    }

    public ValueTask DisposeAsync() => _stream!.DisposeAsync();

    // Each event says its number in its name.
    internal async Task<List<int>> NumbersAsync(int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count)
        {
            if (await ReadAsync() is not { } frame)
            {
                Assert.True(++_returns <= MaxReturns, "it is cut off again and again");
                await _stream!.DisposeAsync();
                await ConnectAsync();
            }
            else if (frame.IsEvent)
            {
                Assert.Equal(HostileReaderTests.EventBytes, frame.Data!.Length);
                numbers.Add(int.Parse(frame.Event![1..], CultureInfo.InvariantCulture));
            }
        }

        return numbers;
    }

    private async Task ConnectAsync()
    {
        _stream = await server.FollowAsync(path, _id is null ? [] : [("Last-Event-ID", _id)]);
        Assert.Equal("livefeed.connected", (await ReadAsync())?.Event);
    }

    private async Task<SseFrame?> ReadAsync()
    {
        try
        {
            var frame = await _stream!.ReadAsync();
            Assert.NotEqual("livefeed.gap", frame?.Event);
            _id = frame?.Id ?? _id;
            return frame;
        }
        catch (Exception e) when (e is HttpIOException or IOException)
        {
            return null;
        }
    }
}

using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>A window that a client asks for after it was told how long a silence may be.</summary>
public sealed class WindowTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;

    public WindowTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time), ("Delivery:StalledAfter", "01:00:00"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task No_silence_is_longer_than_it_was_told_and_what_waits_goes_on_waiting()
    {
        await using var socket = await JsonSocket.OpenAsync(_server);
        Assert.Equal(15_000, socket.Connected.GetProperty("heartbeat").GetInt32());
        await socket.SubscribeAsync("""
            "topics":["a"],"window":60000
            """);
        var client = _server.Hub.Find(socket.ClientId)!;
        var published = 0;
        await Deadline.UntilAsync(
            async () =>
            {
                await _server.Http.PublishNumbersAsync("a", 1, published++);
                return client.IsWithinWindow && client.Queued > 0;
            },
            "an event waits for the window");

        Pass(seconds: 17);
        var first = await socket.ReadUntilAsync("position");
        await Deadline.UntilAsync(
            () => client.UntoldFor(_time.GetTimestamp()) < TimeSpan.FromSeconds(15), "it is noted");
        Pass(seconds: 17);
        var second = await socket.ReadAsync("position");
        Assert.Equal(PositionOf(first), PositionOf(second));
        Assert.NotEqual(_server.Log.Epochs.PositionOf(_server.Log.Head).ToString(), PositionOf(first));

        for (var read = -1; read < published - 1;)
        {
            // Further positions may come before, and the rest of the window may be awaited only from now on.
            var message = await _time.PassUntilDoneAsync(socket.ReadUntilAsync("event"));
            read = message.GetProperty("data").GetInt32();
        }
    }

    private static string PositionOf(JsonElement message) => message.GetProperty("position").GetString()!;

    private void Pass(int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}

using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>The echo of the sample, with its times: what the official test suite asks for.</summary>
public sealed class EchoApplicationTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;

    public EchoApplicationTests()
    {
        var options = new EngineOptions
        {
            PingInterval = TimeSpan.FromMilliseconds(300),
            PingTimeout = TimeSpan.FromMilliseconds(200),
        };
        _server = new LiveFeedServer(services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton(new EngineMapping("/engine.io/", options, new EchoApplication()));
        });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_polling_client_is_told_the_times_and_gets_its_messages_back()
    {
        var client = await PollingClient.OpenAsync(_server.Http);
        Assert.Equal(300, client.Handshake.GetProperty("pingInterval").GetInt32());
        Assert.Equal(200, client.Handshake.GetProperty("pingTimeout").GetInt32());
        Assert.Equal(1_000_000, client.Handshake.GetProperty("maxPayload").GetInt32());

        await client.SendAsync("4hello", "bAQIDBA==");

        Assert.Equal(["4hello", "bAQIDBA=="], await client.PollAsync());
    }

    [Fact]
    public async Task A_WebSocket_gets_its_messages_back_and_is_closed_when_it_never_answers_a_ping()
    {
        await using var socket = await RawSocket.DialAsync(_server.Address, "/engine.io/?EIO=4&transport=websocket");
        Assert.StartsWith("0{", await socket.ReadTextAsync(), StringComparison.Ordinal);
        await socket.SendAsync(RawSocket.Text, "4hello");

        Assert.Equal("4hello", await socket.ReadTextAsync());

        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("2", await socket.ReadTextAsync());

        // The message is taken to its end after the echo, and was heard so long.
        var close = socket.ReadCloseAsync();
        await _time.PassUntilAsync(TimeSpan.FromMilliseconds(200), () => close.IsCompleted, "it is closed");
        Assert.Equal(1005, await close);
    }
}

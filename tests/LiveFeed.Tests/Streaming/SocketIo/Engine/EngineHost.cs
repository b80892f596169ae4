using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>
/// The service with one more path, <c>/engine.io/</c>, where every message comes back unless a test says otherwise.
/// </summary>
public sealed class EngineHost : IAsyncDisposable
{
    public EngineHost()
        : this(new EngineOptions())
    {
    }

    internal EngineHost(
        EngineOptions options, FakeTimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        Server = new LiveFeedServer(
            services =>
            {
                services.AddSingleton(new EngineMapping("/engine.io/", options, Application));
                if (time is not null)
                {
                    services.AddSingleton<TimeProvider>(time);
                }
            },
            settings);
    }

    internal TestApplication Application { get; } = new();

    internal LiveFeedServer Server { get; }

    internal Uri Address => Server.Address;

    /// <summary>A client that has shaken hands, and polls.</summary>
    internal Task<PollingClient> OpenAsync() => PollingClient.OpenAsync(Server.Http);

    /// <summary>A client with a WebSocket from the beginning; the handshake is read.</summary>
    internal async Task<RawSocket> OpenSocketAsync(params string[] headers)
    {
        var socket = await DialAsync("EIO=4&transport=websocket", headers);
        Assert.StartsWith("0{", await socket.ReadTextAsync(), StringComparison.Ordinal);
        return socket;
    }

    /// <summary>A WebSocket that is to take over from a client's polls.</summary>
    internal Task<RawSocket> ProbeAsync(PollingClient client) => DialAsync($"EIO=4&transport=websocket&sid={client.Id}");

    internal Task<RawSocket> DialAsync(string query, params string[] headers) =>
        RawSocket.DialAsync(Address, $"/engine.io/?{query}", headers);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// The library for browsers (<c>dashboards/client</c>), in Node.js behind a bad network: every event once and in order, a
/// topic that is added in the middle included, by the transport that gets through. <c>tests/clients/chaos</c> has the client
/// and the proxy.
/// </summary>
public sealed class ClientChaosTests
{
    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    [InlineData("polling")]
    public async Task A_transport_brings_every_event_once_however_its_connections_are_broken(string transport)
    {
        var outcome = await RunAsync(transport, "faulty");
        Assert.Equal(transport, outcome.GetProperty("transport").GetString());
        Assert.Equal(
            """{"cut":2,"reset":2,"half-close":2,"stall":2}""", outcome.GetProperty("broken").GetRawText());
    }

    [Fact]
    public async Task All_transports_together_bring_every_event_once()
    {
        var outcome = await RunAsync("auto", "faulty");
        Assert.Equal(
            """{"cut":2,"reset":2,"half-close":2,"stall":2}""", outcome.GetProperty("broken").GetRawText());
    }

    [Theory]
    [InlineData("no-upgrades", "sse", "websocket blocked")]
    [InlineData("hanging-upgrades", "sse", "websocket blocked", Traits = ["length", "long"])]
    [InlineData("mute-sockets", "sse", "websocket buffering")]
    [InlineData("buffering", "polling", "websocket blocked", "sse buffering")]
    [InlineData("stopping", "polling", "websocket blocked", "sse buffering", Traits = ["length", "long"])]
    public async Task What_does_not_get_through_is_told_and_left(string network, string transport, params string[] problems)
    {
        var outcome = await RunAsync("auto", network);
        Assert.Equal(transport, outcome.GetProperty("transport").GetString());
        Assert.Equal(problems, outcome.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
    }

    private static async Task<JsonElement> RunAsync(string transport, string network)
    {
        await using var server = new LiveFeedServer(
            ("Delivery:Heartbeat", "00:00:01"), ("Delivery:Retry", "00:00:00.200"));
        return JsonSerializer.Deserialize<JsonElement>(await NodeScript.RunAsync(
            "chaos/main.mjs", server.Address.GetLeftPart(UriPartial.Authority), transport, network));
    }
}

using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// What the library for browsers (<c>dashboards/client</c>) publishes behind a bad network. <c>tests/clients/chaos</c> has
/// the client and the proxy.
/// </summary>
public sealed class ClientPublishTests
{
    [Theory]
    [InlineData("websocket")]
    [InlineData("sse")]
    [InlineData("polling", Traits = ["length", "long"])]
    public async Task What_is_published_and_said_is_stored_once_and_in_order_however_answers_are_lost(string transport)
    {
        await using var server = new LiveFeedServer(("Delivery:Heartbeat", "00:00:01"), ("Delivery:Retry", "00:00:00.200"));

        var outcome = JsonSerializer.Deserialize<JsonElement>(await NodeScript.RunAsync(
            "chaos/publish.mjs", server.Address.GetLeftPart(UriPartial.Authority), transport));

        Assert.True(outcome.GetProperty("broken").GetInt32() > 0);
        Assert.Equal(transport != "websocket", outcome.GetProperty("lost").GetBoolean());
    }
}

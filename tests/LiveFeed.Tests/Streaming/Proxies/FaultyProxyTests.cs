using System.Net.WebSockets;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// Behind a proxy that cuts, stalls, half-closes, delays and buffers, a client of every transport gets every event once and
/// in order, also while it changes what it follows.
/// </summary>
public sealed class FaultyProxyTests
{
    private const int Events = 2_000;

    [Theory]
    [InlineData("sse", 1)]
    [InlineData("sse", 2, Traits = ["length", "long"])]
    [InlineData("websocket", 1)]
    [InlineData("websocket", 2, Traits = ["length", "long"])]
    [InlineData("polling", 1)]
    [InlineData("polling", 2, Traits = ["length", "long"])]
    public async Task Every_event_arrives_once_and_in_order(string transport, int seed)
    {
        await using var server = new LiveFeedServer(("Delivery:FlushWindow", "00:00:00.005"));
        var first = await server.Http.PublishAsync($$"""{"topic":"before","data":0}""");
        var start = first.GetProperty("positions").GetProperty("last").GetString()!;

        // An answer to a poll counts only as a whole.
        await using var proxy = new FaultyProxy(server.Address, seed, maxBytes: transport == "polling" ? 200_000 : 40_000);
        ProxyClient client = transport switch
        {
            "sse" => new SseProxyClient(proxy.Address, server.Address, start),
            "websocket" => new SocketProxyClient(proxy.Address, server.Address, start),
            _ => new PollProxyClient(proxy.Address, server.Address, start),
        };
        using var stop = new CancellationTokenSource();
        var following = FollowAsync(client, stop.Token);

        for (var from = 0; from < Events; from += 50)
        {
            await server.Http.PublishNumbersAsync(ProxyClient.First, 50, from);
            await server.Http.PublishNumbersAsync(ProxyClient.Second, 50, from);
            client.WantsSecond |= from >= Events / 2;
        }

        await Deadline.UntilAsync(
            () => client.OfFirst.Count >= Events && client.OfSecond.Count >= Events, "it has everything");
        await stop.CancelAsync();
        await following;
        Assert.Equal(Enumerable.Range(0, Events), client.OfFirst);
        Assert.Equal(Enumerable.Range(0, Events), client.OfSecond);
        Assert.True(proxy.Faults > 3, $"only {proxy.Faults} faults");
    }

    private static async Task FollowAsync(ProxyClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await client.ConnectAsync(stop);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException or
                OperationCanceledException or JsonException)
            {
                // The proxy's doing: it comes back.
            }
        }
    }
}

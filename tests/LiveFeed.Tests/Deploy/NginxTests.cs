using System.Net;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Deploy;

/// <summary>
/// nginx with <c>deploy/nginx.conf</c>. Others ask the nodes in advance; it asks the next one when one refuses.
/// </summary>
public sealed class NginxTests : ProxyOutageSpecification
{
    private protected override Task<ProxyProcess> StartAsync(Uri one, Uri other) => NginxProxy.StartAsync(one, other);

    [Fact]
    public async Task While_a_node_drains_new_clients_go_to_the_other()
    {
        await using var a = Node(("Delivery:Drain", "00:05:00"));
        await using var b = Node();
        await using var nginx = await StartAsync(a.Address, b.Address);
        a.Services.GetRequiredService<DrainingLifetime>().StopApplication();

        for (var i = 0; i < 4; i++)
        {
            await using var stream = await SseConnection.OpenAsync(
                new Uri(nginx.Address, "/events?topic=t"), [("Accept", "text/event-stream")]);
            await stream.ReadConnectedAsync();
            await using var socket = await JsonSocket.DialAsync(nginx.Address);
            await socket.ReadAsync("connected");
        }

        using var http = nginx.Client();
        await http.GetJsonAsync("/poll?topic=t&wait=0");
        Assert.Equal(0, a.Hub.Everyone.Count);
        Stop(a);
    }

    [Fact]
    public async Task When_no_node_takes_it_an_EventSource_is_told_when_to_come_back_and_others_get_503()
    {
        await using var server = Node(("Delivery:Drain", "00:05:00"));
        await using var nginx = await StartAsync(server.Address, server.Address);
        server.Services.GetRequiredService<DrainingLifetime>().StopApplication();
        using var http = nginx.Client();

        using var refused = await OpenAsync(http, ("Accept", "application/json"));
        await using var stream = await SseConnection.OpenAsync(
            new Uri(nginx.Address, "/events?topic=t"), [("Accept", "text/event-stream")]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        var frame = (await stream.ReadAsync())!;
        Assert.Equal(("livefeed.closing", """{"reason":"full","reconnect":true}"""), (frame.Event, frame.Data));
        Assert.InRange(int.Parse(frame.Retry!, System.Globalization.CultureInfo.InvariantCulture), 2_000, 5_000);
        await stream.AssertEndedAsync();
        Stop(server);
    }
}

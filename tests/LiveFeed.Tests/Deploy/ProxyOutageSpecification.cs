using System.Globalization;
using System.Net;
using System.Text;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Deploy;

/// <summary>What clients get through a real proxy with its file from <c>deploy/</c> when nodes end.</summary>
public abstract class ProxyOutageSpecification : ProxySpecification
{
    [Fact]
    public async Task A_node_that_is_killed_costs_no_new_client_an_answer_and_no_producer_that_tries_again_an_event()
    {
        using var killed = await ProcessAsync();
        await using var other = Node();
        await using var proxy = await StartAsync(killed.Address, other.Address);
        using var http = proxy.Client();
        killed.Kill();

        for (var n = 0; n < 6; n++)
        {
            await PostAsync(http);
            await http.GetJsonAsync("/poll?topic=t&wait=0");
            await using var stream = await SseConnection.OpenAsync(
                new Uri(proxy.Address, "/events?topic=t"), [("Accept", "text/event-stream")]);
            await stream.ReadConnectedAsync();
            await using var socket = await JsonSocket.DialAsync(proxy.Address);
            await socket.ReadAsync("connected");
        }
    }

    [Fact]
    public async Task Soon_after_a_node_began_to_drain_all_new_clients_go_to_the_other()
    {
        await using var a = Node(("Delivery:Drain", "00:05:00"));
        await using var b = Node();
        await using var proxy = await StartAsync(a.Address, b.Address);
        a.Services.GetRequiredService<DrainingLifetime>().StopApplication();

        var streams = new List<SseConnection>();
        await Deadline.UntilAsync(
            async () =>
            {
                streams.Add(await SseConnection.OpenAsync(
                    new Uri(proxy.Address, "/events?topic=t"), [("Accept", "text/event-stream")]));
                return b.Hub.Everyone.Count >= 6;
            },
            "six have come to the other node");

        Assert.Equal(0, a.Hub.Everyone.Count);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }

        Stop(a);
    }

    [Fact]
    public async Task When_no_node_answers_an_EventSource_of_any_site_is_told_when_to_come_back_and_others_get_an_error()
    {
        using var node = await ProcessAsync();
        await using var proxy = await StartAsync(node.Address, node.Address);
        using var http = proxy.Client();
        node.Kill();

        using var refused = await OpenAsync(http, ("Accept", "application/json"));
        await using var stream = await SseConnection.OpenAsync(
            new Uri(proxy.Address, "/events?topic=t"),
            [("Accept", "text/event-stream"), ("Origin", "https://page.example")]);

        Assert.True((int)refused.StatusCode is 502 or 503, $"{refused.StatusCode}");
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["https://page.example"], stream.Response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], stream.Response.Headers.GetValues("Access-Control-Allow-Credentials"));
        var frame = (await stream.ReadAsync())!;
        Assert.Equal(("livefeed.closing", """{"reason":"full","reconnect":true}"""), (frame.Event, frame.Data));
        Assert.InRange(int.Parse(frame.Retry!, CultureInfo.InvariantCulture), 2_000, 5_000);
        await stream.AssertEndedAsync();
    }

    // Addresses of streams may hold tokens.
    [Fact]
    public async Task No_address_of_a_stream_is_in_what_the_proxy_says_of_a_node_that_ended()
    {
        using var node = await ProcessAsync();
        await using var proxy = await StartAsync(node.Address, node.Address);
        using var http = proxy.Client();
        var address = new Uri(proxy.Address, "/events?topic=hidden");
        await using var cut = await SseConnection.OpenAsync(address, [("Accept", "text/event-stream")]);
        await cut.ReadConnectedAsync();

        node.Kill();
        await UntilCutAsync(cut);
        await using var stream = await SseConnection.OpenAsync(address, [("Accept", "text/event-stream")]);
        using var poll = await http.GetAsync(
            new Uri("/poll?topic=hidden", UriKind.Relative), TestContext.Current.CancellationToken).WithinDeadline();

        Assert.False(poll.IsSuccessStatusCode);
        Assert.DoesNotContain("hidden", await proxy.StopAsync(), StringComparison.Ordinal);
    }

    private static Task<ServiceProcess> ProcessAsync() => ServiceProcess.StartAsync(
        "--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false", "--LiveFeed:Proxies:0=127.0.0.1");

    private static async Task UntilCutAsync(SseConnection stream)
    {
        try
        {
            while (await stream.ReadAsync() is not null)
            {
                // What had come before.
            }
        }
        catch (IOException)
        {
            // A stream that is cut off has no last chunk.
        }
    }

    // An older Caddy has lost a post's body when the first node refuses the connection: 502, and for a second 503.
    private static Task PostAsync(HttpClient http) => Deadline.UntilAsync(
        async () =>
        {
            using var body = new StringContent("""{"topic":"t","data":1}""", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("/events", UriKind.Relative), body);
            var status = answer.StatusCode;
            Assert.True(
                status is HttpStatusCode.Accepted or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable,
                $"{status}");
            return status == HttpStatusCode.Accepted;
        },
        "a post is taken");
}

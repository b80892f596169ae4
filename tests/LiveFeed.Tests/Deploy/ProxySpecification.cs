using System.Net;
using System.Text.Json;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Deploy;

/// <summary>What clients get through a real proxy with its file from <c>deploy/</c>, whichever proxy it is.</summary>
public abstract class ProxySpecification
{
    private protected abstract Task<ProxyProcess> StartAsync(Uri one, Uri other);

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Events_arrive_one_by_one(string version)
    {
        await using var server = Node();
        await using var proxy = await StartAsync(server.Address, server.Address);
        await using var stream = await SseConnection.OpenAsync(
            new Uri(proxy.Address, "/events?topic=t"), [("Accept", "text/event-stream")], Version.Parse(version));

        await stream.ReadConnectedAsync();
        for (var n = 0; n < 5; n++)
        {
            // The next one is posted when this one is there: nothing waits in a buffer for it.
            await server.Http.PublishNumbersAsync("t", 1, from: n);
            Assert.Equal($"{n}", (await stream.ReadEventAsync()).Data);
        }
    }

    [Fact]
    public async Task A_WebSocket_is_opened_follows_and_publishes()
    {
        await using var server = Node();
        await using var proxy = await StartAsync(server.Address, server.Address);
        await using var socket = await JsonSocket.DialAsync(proxy.Address);

        await socket.ReadAsync("connected");
        await socket.SubscribeAsync("\"topics\":[\"t\"]");
        await socket.SendAsync("""{"type":"publish","topic":"t","data":7}""");

        Assert.Equal(["7"], await socket.ReadDataAsync(1));
    }

    [Fact]
    public async Task A_poll_waits_until_there_is_something()
    {
        await using var server = Node();
        await using var proxy = await StartAsync(server.Address, server.Address);
        using var http = proxy.Client();
        var first = await http.GetJsonAsync("/poll?topic=t&wait=0");
        var poller = new Poller(server, "topic=t");
        poller.Take(first);

        var poll = http.GetJsonAsync(poller.Path(wait: 60));
        await poller.UntilWaitingAsync();
        await server.Http.PublishNumbersAsync("t", 1);

        Assert.Equal(["0"], Poller.Data(await poll));
    }

    [Fact]
    public async Task Lines_of_NDJSON_are_published_while_the_request_goes_on()
    {
        await using var server = Node();
        await using var proxy = await StartAsync(server.Address, server.Address);
        await using var stream = await server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        using var http = proxy.Client();
        var lines = new StreamedContent(Posting.Ndjson);

        var posting = http.PostAsync(new Uri("/events", UriKind.Relative), lines, TestContext.Current.CancellationToken);
        await lines.SendAsync("{\"topic\":\"t\",\"data\":1}\n");
        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
        lines.End();

        using var answer = await posting.WithinDeadline();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    // The limit of one address shows which address the service believes.
    [Fact]
    public async Task The_service_knows_the_address_of_each_client_whatever_the_client_says()
    {
        await using var server = Node(("Limits:ConnectionsPerAddress", "1"));
        await using var proxy = await StartAsync(server.Address, server.Address);
        using var one = proxy.Client("127.0.0.2");
        using var other = proxy.Client("127.0.0.3");
        using var first = await OpenAsync(one, ("X-Forwarded-For", "192.0.2.1"));
        using var second = await OpenAsync(other);

        using var third = await OpenAsync(one, ("X-Forwarded-For", "192.0.2.2"), ("Accept", "application/json"));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable],
            new[] { first, second, third }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task The_service_knows_how_its_pages_are_reached_so_that_they_may_change_something()
    {
        await using var server = Node();
        await using var proxy = await StartAsync(server.Address, server.Address);
        using var http = proxy.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/topics/t") { Content = new StringContent("1") };
        request.Headers.Add("Origin", proxy.Address.GetLeftPart(UriPartial.Authority));
        request.Version = HttpVersion.Version20;

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task A_client_over_many_requests_stays_at_its_node()
    {
        await using var a = Node();
        await using var b = Node();
        await using var proxy = await StartAsync(a.Address, b.Address);
        using var http = proxy.Client();
        var first = await http.GetJsonAsync("/poll?topic=t&wait=0");
        var (id, next) = (first.GetProperty("clientId").GetString(), first.GetProperty("next").GetString());

        for (var i = 0; i < 5; i++)
        {
            var answer = await http.GetJsonAsync($"/poll?topic=t&wait=0&client={id}&after={next}");
            Assert.Equal(id, answer.GetProperty("clientId").GetString());
        }
    }

    // Nothing is sent meanwhile that could not be delivered.
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_client_that_leaves_a_silent_stream_is_gone(string version)
    {
        await using var server = Node(("Delivery:Heartbeat", "01:00:00"));
        await using var proxy = await StartAsync(server.Address, server.Address);
        await using (var stream = await SseConnection.OpenAsync(
            new Uri(proxy.Address, "/events?topic=t"), [("Accept", "text/event-stream")], Version.Parse(version)))
        {
            await stream.ReadConnectedAsync();
            Assert.Equal(1, server.Hub.Everyone.Count);
        }

        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 0, "the service knows that the client has left");
    }

    [Theory]
    [InlineData("/socket.io")]
    [InlineData("/socket.io/")]
    public async Task A_Socket_IO_session_over_many_requests_stays_at_its_node(string path)
    {
        await using var a = Node();
        await using var b = Node();
        await using var proxy = await StartAsync(a.Address, b.Address);
        using var http = proxy.Client();
        var cancellation = TestContext.Current.CancellationToken;

        for (var i = 0; i < 5; i++)
        {
            var address = $"{path}?EIO=4&transport=polling";
            var open = await http.GetStringAsync(new Uri(address, UriKind.Relative), cancellation).WithinDeadline();
            address += $"&sid={JsonSerializer.Deserialize<JsonElement>(open[1..]).GetProperty("sid").GetString()}";
            using var body = new StringContent("40");
            using var connect = await http
                .PostAsync(new Uri(address, UriKind.Relative), body, cancellation).WithinDeadline();

            Assert.Equal(HttpStatusCode.OK, connect.StatusCode);
            var packets = await http.GetStringAsync(new Uri(address, UriKind.Relative), cancellation).WithinDeadline();
            Assert.StartsWith("40{", packets, StringComparison.Ordinal);
        }
    }

    private protected static LiveFeedServer Node(params (string Key, string Value)[] settings) =>
        new([("Proxies:0", "127.0.0.1"), .. settings]);

    // A second signal, so that nobody waits for the drain.
    private protected static void Stop(LiveFeedServer server) =>
        server.Services.GetRequiredService<DrainingLifetime>().StopApplication();

    private protected static async Task<HttpResponseMessage> OpenAsync(
        HttpClient http, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events?topic=t") { Version = HttpVersion.Version20 };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithinDeadline();
    }
}

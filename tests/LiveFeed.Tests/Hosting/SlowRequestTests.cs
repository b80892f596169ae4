using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>Connections that send too little to be worth holding, and those that only look so.</summary>
public sealed class SlowRequestTests
{
    private const string Never = "\n\nthis is never answered";

    [Fact]
    public async Task Headers_that_do_not_come_to_an_end_end_the_connection()
    {
        await using var server = new LiveFeedServer(("Limits:RequestHeaderTimeout", "00:00:01"));

        var answer = await RawHttp.AskAsync(server.Address, "GET /topics HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", Never);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        await server.Http.GetJsonAsync("/topics");
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_refused_and_leaves_no_trace()
    {
        await using var server = new LiveFeedServer(("Limits:BodyRateGrace", "00:00:02"));
        using var rejected = new Counted(server, "livefeed.events.rejected", "problem");

        var answer = await SlowPostAsync(server);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("urn:livefeed:problem:too-slow", answer, StringComparison.Ordinal);
        Assert.Equal(1, rejected["too-slow"]);
        Assert.Empty((await server.Http.GetJsonAsync("/history")).GetProperty("events").EnumerateArray());
        await server.Http.PublishAsync("""{"topic":"t","data":1}""");
    }

    [Fact]
    public async Task Lines_may_be_farther_apart_than_any_other_body_may_take()
    {
        await using var server = new LiveFeedServer(
            ("Limits:BodyRateGrace", "00:00:02"), ("Limits:KeepAliveTimeout", "00:00:01"));
        using var content = new StreamedContent(Posting.Ndjson);
        var posting = server.Http.PostAsync(
            new Uri("/events", UriKind.Relative), content, TestContext.Current.CancellationToken);
        await content.SendAsync("{\"topic\":\"t\",\"data\":1}\n");

        // Which takes the time that a body has: the lines have been silent for longer.
        Assert.StartsWith("HTTP/1.1 408 ", await SlowPostAsync(server), StringComparison.Ordinal);
        await content.SendAsync("{\"topic\":\"t\",\"data\":2}\n");
        content.End();

        using var response = await posting.WithinDeadline();
        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Connections_without_a_request_are_ended_and_streams_are_not()
    {
        await using var server = new LiveFeedServer(
            ("Limits:KeepAliveTimeout", "00:00:03"), ("Limits:RequestHeaderTimeout", "00:00:03"));
        await using var stream = await server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();

        // Returns at the end of the connection, which was opened after the stream's last byte.
        var answer = await RawHttp.AskAsync(server.Address, "GET /topics HTTP/1.1\r\nHost: localhost\r\n\r\n", Never);

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        await server.AssertNothingForAsync(stream, "t");
    }

    [Fact]
    public async Task A_connection_that_sends_nothing_is_ended()
    {
        await using var server = new LiveFeedServer(("Limits:KeepAliveTimeout", "00:00:01"));

        Assert.Empty(await RawHttp.AskAsync(server.Address, "", Never)); // returns at the end of the connection
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_connections_that_have_sent_nothing()
    {
        var server = new LiveFeedServer(("Limits:KeepAliveTimeout", "00:10:00"));
        var silent = RawHttp.AskAsync(server.Address, "", Never); // returns at the end of the connection
        await server.Http.GetJsonAsync("/topics");

        await server.DisposeAsync().AsTask().WithinDeadline();

        Assert.Empty(await silent);
    }

    [Theory]
    [InlineData("Limits:HeaderBytes", "2000", 1, 4_000)]
    [InlineData("Limits:HeaderCount", "10", 20, 1)]
    public async Task Too_many_or_too_large_headers_are_refused(string setting, string value, int headers, int length)
    {
        await using var server = new LiveFeedServer((setting, value));
        var lines = string.Concat(Enumerable.Range(0, headers).Select(n => $"X-{n}: {new string('x', length)}\r\n"));

        var answer = await RawHttp.AskAsync(
            server.Address, $"GET /topics HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n", Never);

        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
        await server.Http.GetJsonAsync("/topics");
    }

    private static Task<string> SlowPostAsync(LiveFeedServer server) => RawHttp.AskAsync(
        server.Address,
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Content-Length: 1000\r\n\r\n{\"topic\":\"t\",",
        "urn:livefeed:problem:too-slow");
}

using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>A client that comes back although its stream has told it not to.</summary>
public sealed class NoReconnectTests
{
    [Fact]
    public async Task The_last_frame_of_a_client_that_is_ended_is_what_a_browser_comes_back_with()
    {
        await using var server = new LiveFeedServer(("Delivery:Compression", "none"));
        await using var stream = await server.FollowAsync("/events?topic=t");
        var id = (await stream.ReadConnectedAsync()).ClientId;

        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", $"/clients/{id}", []));
        await stream.ReadNamedAsync("livefeed.closing");
        await stream.AssertEndedAsync();

        Assert.EndsWith(
            "\n\nretry: 1000\nid: closed\n\nevent: livefeed.closing\ndata: {\"reason\":\"kicked\",\"reconnect\":false}\n\n",
            System.Text.Encoding.UTF8.GetString(stream.Bytes),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/events?topic=t", "closed")]
    [InlineData("/events?topic=t&lastEventId=a-1", "closed")]
    [InlineData("/events?topic=t&lastEventId=closed", null)]
    [InlineData("/events?topic=t&last_event_id=closed", null)]
    [InlineData("/events?topic=a*&last=many", "closed")]
    public async Task A_client_that_is_not_wanted_gets_204_at_once(string request, string? lastEventId)
    {
        await using var server = new LiveFeedServer();
        var header = lastEventId is null ? "" : $"Last-Event-ID: {lastEventId}\r\n";

        var answer = await RawHttp.AskAsync(
            server.Address, $"GET {request} HTTP/1.1\r\nHost: {server.Address.Authority}\r\n{header}\r\n", "\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 204 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Hub.Joined);
    }

    [Fact]
    public async Task A_client_that_is_not_wanted_takes_no_place()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "1"));
        await using var stream = await server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();

        Assert.Equal(
            HttpStatusCode.NoContent, await server.StatusAsync("GET", "/events?topic=t", [("Last-Event-ID", "closed")]));
    }

    [Fact]
    public async Task A_client_without_credentials_is_told_that_first()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));

        Assert.Equal(
            HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/events?topic=t", [("Last-Event-ID", "closed")]));
    }

    [Fact]
    public async Task With_a_position_in_the_header_the_query_does_not_count()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishNumbersAsync("t", 1);

        await using var stream = await server.FollowAsync(
            "/events?topic=t&lastEventId=closed", ("Last-Event-ID", $"{server.Log.Epoch}-0"));

        Assert.Equal("0", (await stream.ReadEventAsync()).Data);
    }
}

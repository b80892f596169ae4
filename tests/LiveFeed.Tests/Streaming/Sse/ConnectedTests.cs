using System.Net;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>How a stream begins.</summary>
public sealed class ConnectedTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task The_headers_tell_proxies_to_let_the_stream_through()
    {
        await using var stream = await _server.FollowAsync("/events?topic=headers");

        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal("text/event-stream", Header(stream.Response, "Content-Type"));
        Assert.Equal("no-cache, no-transform", Header(stream.Response, "Cache-Control"));
        Assert.Equal("no", Header(stream.Response, "X-Accel-Buffering"));
        Assert.Null(Header(stream.Response, "Content-Length"));
        Assert.Null(Header(stream.Response, "Content-Encoding"));
    }

    [Fact]
    public async Task With_compression_off_a_client_that_accepts_gzip_gets_the_plain_stream()
    {
        await using var server = new LiveFeedServer(("Delivery:Compression", "none"));
        await using var stream = await server.FollowAsync("/events", ("Accept-Encoding", "gzip, br"));

        Assert.Null(Header(stream.Response, "Content-Encoding"));
        Assert.Null(Header(stream.Response, "Vary"));
        await stream.ReadConnectedAsync();
    }

    [Fact]
    public async Task The_first_frame_says_byte_for_byte_who_and_where_the_client_is()
    {
        await _server.Http.PublishNumbersAsync("somewhere", 3);
        await using var stream = await _server.FollowAsync("/events?topic=first");

        var connected = await stream.ReadConnectedAsync();

        var head = (await _server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();
        Assert.Equal(
            $"retry: {connected.Retry.TotalMilliseconds}\nevent: livefeed.connected\nid: {head}\n" +
            $$"""data: {"clientId":"{{connected.ClientId}}","position":"{{head}}","resumed":false,"heartbeat":15000}""" +
            "\n\n",
            Encoding.UTF8.GetString(stream.Bytes));
    }

    [Fact]
    public async Task The_connected_frame_has_the_heartbeat_in_milliseconds()
    {
        await using var server = new LiveFeedServer(("Delivery:Heartbeat", "00:00:00.250"));
        await using var stream = await server.FollowAsync("/events");
        await stream.ReadConnectedAsync();

        Assert.Contains("\"heartbeat\":250}", Encoding.UTF8.GetString(stream.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_client_has_an_id_of_its_own()
    {
        await using var one = await _server.FollowAsync("/events");
        await using var other = await _server.FollowAsync("/events");

        Assert.NotEqual((await one.ReadConnectedAsync()).ClientId, (await other.ReadConnectedAsync()).ClientId);
    }

    [Fact]
    public async Task The_reconnect_hint_is_jittered_around_the_option()
    {
        await using var server = new LiveFeedServer(("Delivery:Retry", "00:00:10"));
        var hints = new HashSet<double>();
        for (var i = 0; i < 20; i++)
        {
            await using var stream = await server.FollowAsync("/events");
            hints.Add((await stream.ReadConnectedAsync()).Retry.TotalMilliseconds);
        }

        Assert.All(hints, hint => Assert.InRange(hint, 5_000, 15_000));
        Assert.True(hints.Count > 1, "every client was told the same");
    }

    [Fact]
    public async Task A_client_that_dies_before_its_first_event_resumes_rightly()
    {
        string? id;
        await using (var stream = await _server.FollowAsync("/events?topic=early/death"))
        {
            id = (await stream.ReadConnectedAsync()).Id;
        }

        await _server.Http.PublishNumbersAsync("early/death", 2);

        await using var again = await _server.FollowAsync("/events?topic=early/death", ("Last-Event-ID", id!));
        Assert.Equal(["0", "1"], await again.ReadDataAsync(2));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ||
        response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}

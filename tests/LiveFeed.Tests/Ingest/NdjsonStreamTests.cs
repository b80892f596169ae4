using System.Net;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Ingest;

/// <summary>An NDJSON body that arrives bit by bit, in chunks, without a length.</summary>
public sealed class NdjsonStreamTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task Events_are_delivered_before_the_body_has_ended()
    {
        await using var stream = await _server.FollowAsync("/events?topic=early");
        await stream.ReadConnectedAsync();
        using var body = new StreamedContent(Posting.Ndjson);
        var posting = PostAsync(_server, body);

        await body.SendAsync("{\"topic\":\"early\",\"data\":1}\n");
        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
        await body.SendAsync("{\"topic\":\"early\",\"data\":2}\n");
        Assert.Equal("2", (await stream.ReadEventAsync()).Data);

        Assert.False(posting.IsCompleted);
        body.End();
        using var response = await posting;
        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_line_may_arrive_in_pieces_cut_anywhere()
    {
        await using var stream = await _server.FollowAsync("/events?topic=pieces");
        await stream.ReadConnectedAsync();
        using var body = new StreamedContent(Posting.Ndjson);
        var posting = PostAsync(_server, body);

        byte[] lines =
        [
            .. "{\"topic\":\"pieces\",\"data\":\"\u00e4\U0001F600\"}\r\n"u8,
            .. "{\"topic\":\"pieces\",\"data\":2}"u8,
        ];
        foreach (var one in lines)
        {
            await body.SendAsync([one]);
        }

        Assert.Equal("\"\u00e4\U0001F600\"", (await stream.ReadEventAsync()).Data);
        body.End();
        Assert.Equal("2", (await stream.ReadEventAsync()).Data);
        using var response = await posting;
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Published_lines_stay_published_when_the_rest_of_the_body_never_comes()
    {
        await using var stream = await _server.FollowAsync("/events?topic=broken");
        await stream.ReadConnectedAsync();
        using var body = new StreamedContent(Posting.Ndjson);
        using var cut = new CancellationTokenSource();
        var posting = _server.Http.PostAsync(new Uri("/events", UriKind.Relative), body, cut.Token);
        await body.SendAsync("{\"topic\":\"broken\",\"data\":1}\n{\"topic\":\"broken\",\"data\":2}");
        await stream.ReadEventAsync();

        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(posting.WithinDeadline);

        await _server.AssertNothingForAsync(stream, "broken");
        var history = await _server.Http.GetJsonAsync("/history?topic=broken");
        Assert.Equal("1", history.GetProperty("events")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_skipped_and_the_rest_goes_on()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "1000"));
        var tooLong = $$"""{"topic":"long","data":"{{new string('x', 300_000)}}"}""";
        var tooMuchData = $$"""{"topic":"long","data":"{{new string('x', 999)}}"}""";

        var answer = await server.Http.PublishAsync(
            $"{tooLong}\n{{\"topic\":\"long\",\"data\":2}}\n{tooMuchData}\n{{\"topic\":\"long\",\"data\":4}}\n{tooLong}",
            Posting.Ndjson);

        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(
            [1, 3, 5],
            answer.GetProperty("rejected").EnumerateArray().Select(rejected => rejected.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task A_line_as_long_as_an_event_may_be_is_accepted()
    {
        var data = new string('x', (2 << 20) - 2);

        var answer = await _server.Http.PublishAsync($$"""{"topic":"large","data":"{{data}}"}""", Posting.Ndjson);

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_producer_that_pauses_is_not_cut_off()
    {
        // The limit is so short that the pause between two heartbeats of the follower is several times as long.
        await using var server = new LiveFeedServer(
            services => services.Configure<KestrelServerOptions>(kestrel =>
                kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromMilliseconds(1_100))),
            ("Delivery:Heartbeat", "00:00:01"));
        await using var stream = await server.FollowAsync("/events?topic=paused");
        using var body = new StreamedContent(Posting.Ndjson);
        var posting = PostAsync(server, body);
        await body.SendAsync("{\"topic\":\"paused\",\"data\":1}\n");
        await stream.ReadEventAsync();

        for (var heartbeats = 0; heartbeats < 4;)
        {
            heartbeats += (await stream.ReadAsync())!.HasComment ? 1 : 0;
        }

        await body.SendAsync("{\"topic\":\"paused\",\"data\":2}\n");
        body.End();
        using var response = await posting;
        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
    }

    private static Task<HttpResponseMessage> PostAsync(LiveFeedServer server, HttpContent body) =>
        server.Http.PostAsync(new Uri("/events", UriKind.Relative), body).WithinDeadline();
}

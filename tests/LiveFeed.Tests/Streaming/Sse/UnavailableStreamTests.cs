using System.Net;
using System.Text;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>A temporary fault never ends a native EventSource for good: the stream tells it to come back.</summary>
public sealed class UnavailableStreamTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server;
    private FailingLog? _log;

    public UnavailableStreamTests() =>
        _server = new LiveFeedServer(services => FailingLog.AddTo(services, log => _log = log));

    public static TheoryData<Exception> Failures =>
        [new LogUnavailableException("/var/secret cannot be read"), new InvalidOperationException("a bug")];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_client_that_asks_for_last_events_that_cannot_be_read_comes_back(Exception failure)
    {
        await _server.Http.PublishNumbersAsync("t", 3);
        _log!.Unreadable = failure;

        await using var stream = await _server.FollowAsync(
            "/events?topic=t&last=1", ("Accept", "text/event-stream"), ("Accept-Encoding", "gzip"));

        await AssertTurnedAwayAsync(stream);
        _log.Unreadable = null;
        await using var again = await _server.FollowAsync("/events?topic=t&last=1");
        Assert.Equal("2", (await again.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task Other_clients_get_the_true_status()
    {
        _log!.Unreadable = new LogUnavailableException("/var/secret cannot be read");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events?topic=t&last=1");
        request.Headers.Add("Accept", "application/json");

        using var response = await _server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task A_client_whose_missed_events_cannot_be_read_is_told_so_at_the_end_of_its_stream(string encoding)
    {
        string id;
        await using (var first = await _server.FollowAsync("/events?topic=t"))
        {
            id = (await first.ReadConnectedAsync()).Position;
        }

        await _server.Http.PublishNumbersAsync("t", 3);
        _log!.Unreadable = new LogUnavailableException("the disk has gone");
        (string, string)[] headers = [("Last-Event-ID", id), ("Accept-Encoding", encoding)];
        await using (var stream = await _server.FollowAsync("/events?topic=t", headers))
        {
            await stream.ReadConnectedAsync();
            Assert.Equal(
                """{"reason":"unavailable","reconnect":true}""", (await stream.ReadNamedAsync("livefeed.closing")).Data);
            Assert.Null(await stream.ReadAsync());
        }

        _log.Unreadable = null;
        await using var again = await _server.FollowAsync("/events?topic=t", ("Last-Event-ID", id));
        Assert.Equal(["0", "1", "2"], await again.ReadDataAsync(3));
    }

    [Fact]
    public async Task A_connected_client_gets_heartbeats_while_the_log_cannot_be_read()
    {
        await using var server = new LiveFeedServer(
            services => FailingLog.AddTo(services, log => _log = log), ("Delivery:Heartbeat", "00:00:00.100"));
        await using var stream = await server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        _log!.Unreadable = new LogUnavailableException("the disk has gone");
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await stream.ReadAsync())!.HasComment);
        }

        await server.Http.PublishNumbersAsync("t", 1);
        _log.Unreadable = null;

        Assert.Equal("0", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task While_the_authority_cannot_be_asked_it_comes_back()
    {
        using var port = new HeldPort();
        await using var server = new LiveFeedServer(
            ("Access:Jwt:Authority", $"http://127.0.0.1:{port.Number}"), ("Access:Jwt:Audience", "livefeed"));

        foreach (var resume in new[] { "", "&lastEventId=closed" })
        {
            await using var stream = await server.FollowAsync(
                $"/events?topic=a&access_token=e.e.e{resume}", ("Accept", "text/event-stream"));
            await AssertTurnedAwayAsync(stream);
        }
    }

    private static async Task AssertTurnedAwayAsync(SseConnection stream)
    {
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        var frame = await stream.ReadAsync();
        await stream.AssertEndedAsync();
        Assert.InRange(int.Parse(frame!.Retry!, System.Globalization.CultureInfo.InvariantCulture), 1_000, 3_000);
        Assert.Equal(
            $"retry: {frame.Retry}\nevent: livefeed.closing\ndata: {{\"reason\":\"unavailable\",\"reconnect\":true}}\n\n",
            Encoding.UTF8.GetString(stream.Bytes));
    }
}

using System.Net;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>While the log cannot write, nothing is acknowledged, and producers are told to try again.</summary>
public sealed class UnavailableTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server;
    private FailingLog? _log;

    public UnavailableTests() => _server = new LiveFeedServer(services => FailingLog.AddTo(services, log => _log = log));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Posting.Json, """{"topic":"t","data":1}""")]
    [InlineData(Posting.Json, """[{"topic":"t","data":1},{"topic":"t","data":2,"ephemeral":true}]""")]
    [InlineData(Posting.Ndjson, """{"topic":"t","data":1}""")]
    public async Task Events_are_refused_and_nobody_gets_them(string type, string body)
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        _log!.Failure = new LogUnavailableException("the disk is full");

        using var response = await _server.Http.PostEventsAsync(body, type);

        await AssertUnavailableAsync(response);
        _log.Failure = null;
        await _server.AssertNothingForAsync(stream, "t");
    }

    [Fact]
    public async Task What_is_posted_to_a_topic_is_refused_as_well()
    {
        _log!.Failure = new LogUnavailableException("the disk is full");

        using var response = await _server.Http.PostToTopicAsync("t", "1");

        await AssertUnavailableAsync(response);
    }

    [Theory]
    [InlineData(Posting.Json)]
    [InlineData(Posting.Ndjson)]
    public async Task A_caller_through_a_proxy_is_refused_without_the_text_of_the_disk_error(string type)
    {
        _log!.Failure = new LogUnavailableException("the disk is full");

        using var response = await _server.SendAsync(
            "POST", "/events", [("X-Forwarded-For", "192.0.2.1")], """{"topic":"t","data":1}""", type);

        var problem = await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Contains("/healthz/ready tells", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("disk", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_join_whose_room_cannot_be_read_is_refused_and_the_connection_stays()
    {
        await _server.Http.PublishAsync("""{"topic":"rooms/general","data":1}""");
        await using var socket = await JsonSocket.OpenAsync(_server);
        _log!.Unreadable = new LogUnavailableException("the disk is gone");

        await socket.SendAsync("""{"type":"join","userId":"ada"}""");

        var problem = (await socket.ReadUntilAsync("error")).GetProperty("problem");
        Assert.Equal(503, problem.GetProperty("status").GetInt32());
        _log.Unreadable = null;
        await socket.SendAsync("""{"type":"join","userId":"ada"}""");
        await socket.ReadUntilAsync("room_state");
    }

    [Fact]
    public async Task A_member_whose_join_cannot_be_answered_again_stays_in_the_room()
    {
        await using var socket = await JsonSocket.OpenAsync(_server);
        await socket.JoinAsync("general", "ada");
        await socket.SendAsync("""{"type":"message","content":"news that a second join must read"}""");
        await socket.ReadAsync("message");
        _log!.Unreadable = new LogUnavailableException("the disk is gone");
        await socket.SendAsync("""{"type":"join","userId":"ada"}""");
        await AssertRefusedAsync(socket, 503);

        _log.Unreadable = null;
        await socket.SendAsync("""{"type":"message","content":"here"}""");
        Assert.Equal("here", (await socket.ReadAsync("message")).GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_member_that_cannot_join_as_someone_else_is_out_of_the_room_and_gets_nothing_of_it()
    {
        await using var socket = await JsonSocket.OpenAsync(_server);
        await socket.SubscribeAsync(""" "topics":["t"] """);
        await socket.JoinAsync("general", "ada");
        _log!.Failure = new LogUnavailableException("the disk is full");
        await socket.SendAsync("""{"type":"join","userId":"bob"}""");
        await AssertRefusedAsync(socket, 503);

        _log.Failure = null;
        await _server.Http.PublishAsync("""{"topic":"rooms/general","data":1}""");
        await _server.Http.PublishAsync("""{"topic":"t","data":2}""");
        Assert.Equal(["2"], await socket.ReadDataAsync(1));
        await socket.SendAsync("""{"type":"message","content":"here"}""");
        await AssertRefusedAsync(socket, 403);
    }

    [Fact]
    public async Task An_ephemeral_event_needs_no_log()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        _log!.Failure = new LogUnavailableException("the disk is full");

        await _server.Http.PublishAsync("""{"topic":"t","data":1,"ephemeral":true}""");

        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task NDJSON_says_how_far_it_came()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        using var body = new StreamedContent(Posting.Ndjson);
        var posting = _server.Http.PostAsync(
            new Uri("/events", UriKind.Relative), body, TestContext.Current.CancellationToken);
        await body.SendAsync("{\"topic\":\"t\",\"data\":1}\nnonsense\n");
        var id = (await stream.ReadEventAsync()).Id;

        _log!.Failure = new LogUnavailableException("the disk is full");
        await body.SendAsync("{\"topic\":\"t\",\"data\":3}\n");
        body.End();

        using var response = await posting.WithinDeadline();
        var problem = await AssertUnavailableAsync(response);
        Assert.Equal(1, problem.GetProperty("accepted").GetInt32());
        Assert.Equal(id, problem.GetProperty("positions").GetProperty("last").GetString());
        Assert.Equal(2, problem.GetProperty("rejected")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Following_and_looking_go_on()
    {
        await _server.Http.PublishNumbersAsync("t", 2);
        _log!.Failure = new LogUnavailableException("the disk is full");

        await using var stream = await _server.FollowAsync("/events?topic=t&last=2");

        Assert.Equal(["0", "1"], await stream.ReadDataAsync(2));
        await _server.Http.GetJsonAsync("/history?topic=t");
    }

    private static async Task AssertRefusedAsync(JsonSocket socket, int status) => Assert.Equal(
        status, (await socket.ReadAsync("error")).GetProperty("problem").GetProperty("status").GetInt32());

    private static async Task<System.Text.Json.JsonElement> AssertUnavailableAsync(HttpResponseMessage response)
    {
        var problem = await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
        Assert.Contains("the disk is full", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return problem;
    }
}

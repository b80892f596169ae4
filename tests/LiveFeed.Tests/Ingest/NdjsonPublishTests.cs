using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

public sealed class NdjsonPublishTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task Each_line_is_accepted_or_refused_by_itself()
    {
        await using var stream = await _server.FollowAsync("/events?topic=lines");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishAsync(
            """
            {"topic":"lines","data":1}
            {"topic":"a b","data":2}

            {"topic":"lines","data":
            {"topic":"lines","data":5}
            {"topic":"lines","event":"livefeed.x","data":6}
            [{"topic":"lines","data":7}]
            {"topic":"lines","data":8} {"topic":"lines","data":8}
            {"topic":"lines","data":9}
            """,
            Posting.Ndjson);

        Assert.Equal(["1", "5", "9"], await stream.ReadDataAsync(3));
        Assert.Equal(3, answer.GetProperty("accepted").GetInt32());
        Assert.Equal([2, 4, 6, 7, 8], RejectedLines(answer));
        Assert.StartsWith("/topic: ", Rejected(answer)[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_gives_the_first_and_the_last_position_and_an_empty_list_of_rejected_lines()
    {
        await using var stream = await _server.FollowAsync("/events?topic=positions");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishNumbersAsync("positions", 3);

        var ids = (await stream.ReadEventsAsync(3)).Select(e => e.Id).ToList();
        Assert.Equal(
            $$$"""{"accepted":3,"positions":{"first":"{{{ids[0]}}}","last":"{{{ids[2]}}}"},"duplicates":0,"rejected":[]}""",
            answer.GetRawText());
    }

    [Theory]
    [InlineData("{\"topic\":\"ends\",\"data\":1}\r\n\r\n{\"topic\":\"ends\",\"data\":2}\r\n")]
    [InlineData("\n\n{\"topic\":\"ends\",\"data\":1}\n \t \n{\"topic\":\"ends\",\"data\":2}")]
    [InlineData("{\"topic\":\"ends\",\"data\":1}\n{\"topic\":\"ends\",\"data\":2}\r\n\n\n")]
    public async Task Lines_end_with_LF_or_CRLF_the_last_also_without_and_blank_ones_do_not_count(string body)
    {
        await using var stream = await _server.FollowAsync("/events?topic=ends");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishAsync(body, Posting.Ndjson);

        Assert.Equal(["1", "2"], await stream.ReadDataAsync(2));
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Empty(Rejected(answer));
    }

    [Fact]
    public async Task Blank_lines_count_in_the_numbers_of_rejected_lines()
    {
        var answer = await _server.Http.PublishAsync("\r\n\n{\"topic\":\"numbers\",\"data\":1}\n\nnonsense", Posting.Ndjson);

        Assert.Equal([5], RejectedLines(answer));
    }

    [Fact]
    public async Task A_line_that_is_not_UTF8_is_refused_and_the_rest_goes_on()
    {
        using var body = new ByteArrayContent(
            [.. "{\"topic\":\"utf8\",\"data\":1}\n{\"data\":\""u8, 0xFF, .. "\"}\n{\"topic\":\"utf8\",\"data\":3}"u8]);
        body.Headers.ContentType = new(Posting.Ndjson);

        using var response = await PostAsync(body);

        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Equal([2], RejectedLines(answer));
    }

    [Fact]
    public async Task Rejected_lines_are_told_in_order_whatever_is_wrong_with_them()
    {
        var answer = await _server.Http.PublishAsync(
            """
            {"topic":"order","data":1,"id":"order-1"}
            {"topic":"order","data":2,"id":"order-1"}
            no JSON
            """,
            Posting.Ndjson);

        Assert.Equal([2, 3], RejectedLines(answer));
    }

    [Fact]
    public async Task Any_number_of_lines_is_published_in_order()
    {
        await using var stream = await _server.FollowAsync("/events?topic=thousands");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishNumbersAsync("thousands", 5_000);

        Assert.Equal(5_000, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(
            Enumerable.Range(0, 5_000).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            await stream.ReadDataAsync(5_000));
    }

    [Fact]
    public async Task A_body_of_which_no_line_is_accepted_is_refused_with_its_lines()
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync("nonsense\n\n{\"topic\":\"a b\",\"data\":1}\n", Posting.Ndjson),
            HttpStatusCode.BadRequest,
            "nothing-accepted");

        Assert.Equal([1, 3], RejectedLines(problem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n\n")]
    public async Task A_body_without_lines_publishes_nothing(string body)
    {
        var answer = await _server.Http.PublishAsync(body, Posting.Ndjson);

        Assert.Equal(0, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task A_line_whose_id_says_something_else_is_refused_and_the_rest_goes_on()
    {
        var answer = await _server.Http.PublishAsync(
            """
            {"topic":"ids","id":"nd-1","data":1}
            {"topic":"ids","id":"nd-1","data":"another"}
            {"topic":"ids","id":"nd-1","data":1}
            {"topic":"ids","id":"nd-2","data":2}
            """,
            Posting.Ndjson);

        Assert.Equal(3, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(1, answer.GetProperty("duplicates").GetInt32());
        Assert.Equal([2], RejectedLines(answer));
        var history = await _server.Http.GetJsonAsync("/history?topic=ids");
        Assert.Equal(2, history.GetProperty("events").GetArrayLength());
    }

    private static IReadOnlyList<JsonElement> Rejected(JsonElement answer) =>
        [.. answer.GetProperty("rejected").EnumerateArray()];

    private static IEnumerable<int> RejectedLines(JsonElement answer) =>
        Rejected(answer).Select(rejected => rejected.GetProperty("line").GetInt32());

    private Task<HttpResponseMessage> PostAsync(HttpContent body) =>
        _server.Http.PostAsync(new Uri("/events", UriKind.Relative), body).WithinDeadline();
}

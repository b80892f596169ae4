using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

public sealed class JsonPublishTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task One_event_is_answered_with_the_position_that_followers_see_as_its_id()
    {
        await using var stream = await _server.FollowAsync("/events?topic=one");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishAsync("""{"topic":"one","data":1}""");

        var id = (await stream.ReadEventAsync()).Id;
        Assert.Equal(
            $$$"""{"accepted":1,"positions":{"first":"{{{id}}}","last":"{{{id}}}"},"duplicates":0}""", answer.GetRawText());
    }

    [Fact]
    public async Task An_array_is_published_in_its_order_between_its_first_and_its_last_position()
    {
        await using var stream = await _server.FollowAsync("/events?topic=array/*");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishAsync(
            """[{"topic":"array/a","data":1},{"topic":"array/b","data":2},{"topic":"array/a","data":3}]""");

        var events = await stream.ReadEventsAsync(3);
        Assert.Equal(["1", "2", "3"], events.Select(e => e.Data));
        Assert.Equal(3, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(events[0].Id, answer.FirstPosition());
        Assert.Equal(events[2].Id, answer.GetProperty("positions").GetProperty("last").GetString());
    }

    [Fact]
    public async Task An_array_of_as_many_events_as_allowed_is_accepted()
    {
        var answer = await _server.Http.PublishAsync(
            $"[{string.Join(',', Enumerable.Repeat("""{"topic":"many","data":0}""", 1_000))}]");

        Assert.Equal(1_000, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task An_empty_array_publishes_nothing()
    {
        var answer = await _server.Http.PublishAsync("[]");

        Assert.Equal(0, answer.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task Any_JSON_value_is_data(string value)
    {
        await using var stream = await _server.FollowAsync("/events?topic=any");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"any","data":{{value}}}""");

        Assert.Equal(value, (await stream.ReadEventAsync()).Data);
    }

    [Theory]
    [InlineData("null", "must be an event object, not null")]
    [InlineData("[1]", "/0: must be an event object, not a number")]
    public async Task The_detail_of_a_refusal_names_a_place_only_where_there_is_one(string body, string detail)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Data_keeps_the_digits_and_the_escapes_that_its_producer_wrote()
    {
        await using var stream = await _server.FollowAsync("/events?topic=digits");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync(
            """{ "topic" : "digits", "data" : { "n" : [ 1.50, 1E400, 12345678901234567890 ],""" +
            """ "s" : "\u00e9 \/ \ud83d\ude00" } }""");

        Assert.Equal(
            """{"n":[1.50,1E400,12345678901234567890],"s":"\u00e9 \/ \ud83d\ude00"}""",
            (await stream.ReadEventAsync()).Data);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task The_content_type_may_say_UTF8_and_is_read_in_any_case(string type)
    {
        var answer = await _server.Http.PublishAsync("""{"topic":"types","data":1}""", type);

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData(Posting.Json)]
    [InlineData(Posting.Ndjson)]
    public async Task A_byte_order_mark_before_the_body_is_passed_over(string type)
    {
        var answer = await _server.Http.PublishAsync("\uFEFF{\"topic\":\"bom\",\"data\":1}", type);

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Fields_as_long_as_allowed_are_accepted()
    {
        var (topic, name, key, id) =
            (new string('t', 512), new string('n', 128), new string('k', 512), new string('i', 256));
        var clients = string.Join(',', Enumerable.Repeat("\"c-0\"", 100));

        var answer = await _server.Http.PublishAsync(
            $$"""{"topic":"{{topic}}","event":"{{name}}","key":"{{key}}","id":"{{id}}","except":[{{clients}}],"data":1}""");

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }
}

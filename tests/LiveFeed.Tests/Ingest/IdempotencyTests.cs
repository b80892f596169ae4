using System.Net;
using System.Text;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary>Published twice under one id, stored once.</summary>
public sealed class IdempotencyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task The_same_event_under_the_same_id_is_stored_and_delivered_once_and_answered_the_same()
    {
        const string Event = """{"topic":"once","id":"once-1","event":"e","key":"k","data":{"a":1}}""";
        await using var stream = await _server.FollowAsync("/events?topic=once");
        await stream.ReadConnectedAsync();

        var first = await _server.Http.PublishAsync(Event);
        var second = await _server.Http.PublishAsync(Event);

        Assert.Equal(0, first.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, second.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, second.GetProperty("accepted").GetInt32());
        Assert.Equal(first.GetProperty("positions").GetRawText(), second.GetProperty("positions").GetRawText());
        await stream.ReadEventAsync();
        await _server.AssertNothingForAsync(stream, "once");
    }

    [Theory]
    [InlineData("\"topic\":\"ids/other\"")]
    [InlineData("\"event\":\"other\"")]
    [InlineData("\"data\":2")]
    [InlineData("\"data\":\"1\"")]
    [InlineData("\"key\":\"other\"")]
    [InlineData("\"to\":{\"user\":\"ada\"}")]
    [InlineData("\"except\":[\"c-1\"]")]
    [InlineData("\"time\":\"2026-01-31T10:00:00Z\"")]
    public async Task Another_event_under_the_same_id_is_refused(string other)
    {
        await _server.Http.PublishAsync("""{"topic":"ids","id":"ids-1","data":1}""");
        var name = other[1..other.IndexOf('"', 1)];
        var members =
            new Dictionary<string, string> { ["topic"] = "\"topic\":\"ids\"", ["data"] = "\"data\":1", [name] = other };

        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""{"id":"ids-1",{{string.Join(',', members.Values)}}}"""),
            HttpStatusCode.Conflict,
            "idempotency-key-in-use");

        Assert.Equal(["/id"], problem.Faults());
    }

    [Fact]
    public async Task A_repeated_event_is_the_same_when_its_own_time_is_the_same_instant()
    {
        static string At(string time) => $$"""{"topic":"ids/time","id":"time-1","data":1,"time":{{time}}}""";
        await _server.Http.PublishAsync(At("\"2026-01-31T10:00:00Z\""));

        var again = await _server.Http.PublishAsync(At("\"2026-01-31T11:00:00.0+01:00\""));

        Assert.Equal(1, again.GetProperty("duplicates").GetInt32());
        foreach (var other in (string[])["\"2026-01-31T10:00:00.0000001Z\"", "null"])
        {
            await _server.AssertRefusedAsync(
                http => http.PostEventsAsync(At(other)), HttpStatusCode.Conflict, "idempotency-key-in-use");
        }
    }

    [Fact]
    public async Task An_id_twice_within_one_array_is_stored_once()
    {
        var answer = await _server.Http.PublishAsync(
            """[{"topic":"twins","id":"twin","data":1},{"topic":"twins","data":2},""" +
            """{"topic":"twins","id":"twin","data":1}]""");

        Assert.Equal(3, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(1, answer.GetProperty("duplicates").GetInt32());
        var positions = answer.GetProperty("positions");
        Assert.Equal(positions.GetProperty("first").GetString(), positions.GetProperty("last").GetString());
        Assert.Equal(2, (await HistoryAsync("twins")).GetArrayLength());
    }

    [Theory]
    [InlineData("""[{"id":"c-1","data":1},{"id":"c-1","data":2}]""", "/1/id")]
    [InlineData("""[{"data":0,"ephemeral":true},{"id":"c-2","data":1},{"id":"c-2","data":2}]""", "/2/id")]
    public async Task An_id_with_two_contents_within_one_array_refuses_it_as_a_whole(string body, string fault)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.Conflict, "idempotency-key-in-use");

        Assert.Equal([fault], problem.Faults());
    }

    [Fact]
    public async Task A_conflict_in_an_array_of_one_is_named_by_its_place_too()
    {
        await _server.Http.PublishAsync("""{"topic":"single","id":"single-1","data":1}""");

        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync("""[{"topic":"single","id":"single-1","data":2}]"""),
            HttpStatusCode.Conflict,
            "idempotency-key-in-use");

        Assert.Equal(["/0/id"], problem.Faults());
    }

    [Fact]
    public async Task The_header_is_the_id_of_one_event()
    {
        var first = await PostAsync("/events", """{"topic":"header","data":1}""", "header-1");
        var again = await PostAsync("/events", """{"topic":"header","data":1}""", "header-1");
        var byMember = await _server.Http.PublishAsync("""{"topic":"header","id":"header-1","data":1}""");

        using (first)
        using (again)
        {
            var position = (await first.ReadJsonAsync(HttpStatusCode.Accepted)).GetProperty("positions").GetRawText();
            Assert.Equal(
                position, (await again.ReadJsonAsync(HttpStatusCode.Accepted)).GetProperty("positions").GetRawText());
            Assert.Equal(position, byMember.GetProperty("positions").GetRawText());
        }

        Assert.Equal(1, (await HistoryAsync("header")).GetArrayLength());
    }

    [Fact]
    public async Task The_header_is_the_id_of_what_is_posted_to_a_topic()
    {
        using var first = await PostAsync("/topics/header/topic", "1", "header-2");
        using var again = await PostAsync("/topics/header/topic", "1", "header-2");

        Assert.Equal(1, (await again.ReadJsonAsync(HttpStatusCode.Accepted)).GetProperty("duplicates").GetInt32());
        await _server.AssertRefusedAsync(
            _ => PostAsync("/topics/header/topic", "2", "header-2"), HttpStatusCode.Conflict, "idempotency-key-in-use");
    }

    [Theory]
    [InlineData("/events", Posting.Json, """{"id":"another","data":1}""", "/id")]
    [InlineData("/topics/a?id=another", Posting.Json, "1", "/id")]
    [InlineData("/events", Posting.Json, """[{"data":1}]""", "Idempotency-Key")]
    [InlineData("/events", Posting.Ndjson, """{"data":1}""", "Idempotency-Key")]
    public async Task The_header_is_refused_where_it_contradicts_the_id_or_there_may_be_several_events(
        string path, string type, string body, string fault)
    {
        var problem = await _server.AssertRefusedAsync(
            _ => PostAsync(path, body, "header-3", type), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal([fault], problem.Faults());
    }

    private async Task<HttpResponseMessage> PostAsync(
        string path, string body, string idempotencyKey, string type = Posting.Json)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await _server.Http.SendAsync(request).WithinDeadline();
    }

    private async Task<JsonElement> HistoryAsync(string topic) =>
        (await _server.Http.GetJsonAsync($"/history?topic={topic}")).GetProperty("events");
}

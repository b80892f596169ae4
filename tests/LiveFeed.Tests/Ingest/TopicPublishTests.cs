using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary><c>POST /topics/{topic}</c>: what becomes of the body and of the query.</summary>
public sealed class TopicPublishTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Form = "application/x-www-form-urlencoded"; // what curl -d says

    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData(null, """ { "a" : [ 1 , 2 ] } """, """{"a":[1,2]}""")]
    [InlineData(null, "42", "42")]
    [InlineData(null, "\"quoted\"", "\"quoted\"")]
    [InlineData(null, "null", "null")]
    [InlineData(null, "\uFEFF{\"a\":1}", "{\"a\":1}")]
    [InlineData(Form, """{ "a" : 1 }""", """{"a":1}""")]
    [InlineData(Posting.Json, """{ "a" : 1 }""", """{"a":1}""")]
    [InlineData("application/octet-stream", """{ "a" : 1 }""", """{"a":1}""")]
    public async Task A_body_that_parses_as_JSON_is_JSON(string? type, string body, string data)
    {
        await using var stream = await FollowAsync("sniffed");

        using var response = await _server.Http.PostToTopicAsync("sniffed", body, type);

        Assert.Equal(data, (await stream.ReadEventAsync()).Data);
        Assert.Equal(data, await DataInHistoryAsync("sniffed"));
    }

    [Theory]
    [InlineData(null, "hello")]
    [InlineData(null, "  hello, world ")]
    [InlineData(null, """{"a":1""")]
    [InlineData(null, "{'a':1}")]
    [InlineData(null, "42 degrees")]
    [InlineData(null, "NaN")]
    [InlineData(null, "")]
    [InlineData(Form, "a=1&b=%20")]
    [InlineData(Form, "")]
    [InlineData("text/plain", """{ "a" : 1 }""")]
    [InlineData("text/plain; charset=utf-8", "42")]
    [InlineData("text/plain", """ "\ud800" """)]
    public async Task Any_other_body_is_text_and_stays_as_it_is(string? type, string body)
    {
        await using var stream = await FollowAsync("texts");

        using var response = await _server.Http.PostToTopicAsync("texts", body, type);

        Assert.Equal(body, (await stream.ReadEventAsync()).Data);
        Assert.Equal(JsonSerializer.Serialize(body, Relaxed), await DataInHistoryAsync("texts"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("""{"a":1""")]
    public async Task Data_that_is_declared_as_JSON_and_is_none_is_refused(string body) =>
        await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync("claims", body, Posting.Json), HttpStatusCode.BadRequest, "malformed");

    [Theory]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("text/plain; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Multipart_and_other_charsets_are_refused(string type) =>
        await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync("types", "1", type), HttpStatusCode.UnsupportedMediaType, "unsupported-type");

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData(Posting.Json)]
    public async Task Bytes_that_are_not_UTF8_are_refused(string? type) =>
        await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync("bytes", [0x22, 0xC0, 0xAF, 0x22], type), HttpStatusCode.BadRequest, "malformed");

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("\"\\udfff\"")]
    public async Task JSON_with_an_escaped_lone_surrogate_is_refused(string body) =>
        await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync("surrogates", body), HttpStatusCode.UnprocessableEntity, "invalid");

    [Fact]
    public async Task The_query_gives_the_event_its_name_key_and_id()
    {
        await using var stream = await FollowAsync("queried");

        using var response = await _server.Http.PostToTopicAsync("queried?event=order.paid&key=k%201&id=q-1", "1");
        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        using var again = await _server.Http.PostToTopicAsync("queried?event=order.paid&key=k%201&id=q-1", "1");

        Assert.Equal("order.paid", (await stream.ReadEventAsync()).Event);
        var retained = (await _server.Http.GetJsonAsync("/history?topic=queried")).GetProperty("events")[0];
        Assert.Equal("k 1", retained.GetProperty("key").GetString());
        Assert.Equal(0, answer.GetProperty("duplicates").GetInt32());
        Assert.Equal(1, (await again.ReadJsonAsync(HttpStatusCode.Accepted)).GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task An_ephemeral_one_is_delivered_and_not_retained()
    {
        await using var stream = await FollowAsync("ephemeral");

        using var response = await _server.Http.PostToTopicAsync("ephemeral?ephemeral=true", "1");

        Assert.Null((await stream.ReadEventAsync()).Id);
        Assert.Empty((await _server.Http.GetJsonAsync("/history?topic=ephemeral")).GetProperty("events").EnumerateArray());
    }

    [Theory]
    [InlineData("event=livefeed.closing", HttpStatusCode.UnprocessableEntity, "invalid")]
    [InlineData("event=a%0Ab", HttpStatusCode.UnprocessableEntity, "invalid")]
    [InlineData("key=a%00b", HttpStatusCode.UnprocessableEntity, "invalid")]
    [InlineData("id=a%0Db", HttpStatusCode.UnprocessableEntity, "invalid")]
    [InlineData("ephemeral=perhaps", HttpStatusCode.BadRequest, "malformed")]
    public async Task A_bad_query_is_refused(string query, HttpStatusCode status, string problem) =>
        await _server.AssertRefusedAsync(http => http.PostToTopicAsync($"bad?{query}", "1"), status, problem);

    [Theory]
    [InlineData("event")]
    [InlineData("key")]
    [InlineData("id")]
    [InlineData("time")]
    public async Task A_field_that_is_given_twice_is_refused(string name)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync($"bad?{name}=2026-01-31T10:00:00Z&{name}=y", "1"),
            HttpStatusCode.UnprocessableEntity,
            "invalid");

        Assert.Equal([name], problem.Faults());
    }

    private static JsonSerializerOptions Relaxed { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<SseConnection> FollowAsync(string topic)
    {
        var stream = await _server.FollowAsync($"/events?topic={topic}");
        await stream.ReadConnectedAsync();
        return stream;
    }

    private async Task<string> DataInHistoryAsync(string topic) =>
        (await _server.Http.GetJsonAsync($"/history?topic={topic}")).GetProperty("events").EnumerateArray().Last()
            .GetProperty("data").GetRawText();
}

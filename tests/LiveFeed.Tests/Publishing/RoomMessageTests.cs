using System.Net;
using System.Text;
using System.Text.Json;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Publishing;

/// <summary>A room's messages say who sent them and when, whatever way they come in.</summary>
public sealed class RoomMessageTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PublishSessions Sessions => _server.Services.GetRequiredService<PublishSessions>();

    [Theory]
    [InlineData(Posting.Json)]
    [InlineData(Posting.Ndjson)]
    public async Task A_posted_message_gets_its_time_and_keeps_its_sender_and_further_fields(string type)
    {
        var room = $"rooms/posted-{type[12..]}";
        await using var stream = await _server.FollowAsync($"/events?topic={room}");
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        const string said =
            """{"content":"hi","userId":"ada","username":"Ada","memberId":"m-a","color":[1,{"a":null}],"timestamp":1}""";

        await _server.Http.PublishAsync(
            $$$"""{"topic":"{{{room}}}","data":{{{said}}}}""",
            type);

        var data = Json(await stream.ReadEventAsync());
        Assert.Equal(
            ["userId", "username", "content", "color", "timestamp"], data.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["ada", "Ada", "hi", """[1,{"a":null}]"""],
            data.EnumerateObject().Take(4).Select(member => member.Value.ToString()));
        Assert.True(data.GetProperty("timestamp").GetInt64() >= before);
    }

    [Theory]
    [InlineData("hello \"you\"", "text/plain", "\"hello \\\"you\\\"\"")]
    [InlineData("[1,2]", "application/json", "[1,2]")]
    [InlineData("5", "application/json", "5")]
    [InlineData("null", "application/json", "null")]
    public async Task What_is_no_object_becomes_the_content(string body, string type, string content)
    {
        await using var stream = await _server.FollowAsync("/events?topic=rooms/content");
        using var answer = await _server.Http.PostToTopicAsync("rooms/content", body, type);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var data = Json(await stream.ReadEventAsync());

        Assert.Equal(
            JsonSerializer.Deserialize<JsonElement>(content).ToString(), data.GetProperty("content").ToString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("userId").ValueKind);
    }

    [Fact]
    public async Task Other_topics_and_other_events_stay_as_they_are()
    {
        await using var stream = await _server.FollowAsync("/events?topic=rooms/**&topic=orders/*&envelope=true");

        await _server.Http.PublishAsync(
            """
            [{"topic":"rooms/plain","event":"typing","data":1},{"topic":"rooms/plain/more","data":2},
             {"topic":"orders/rooms","data":3},{"topic":"rooms/","data":4}]
            """);

        Assert.Equal(
            ["1", "2", "3", "4"],
            (await stream.ReadEventsAsync(4)).Select(frame => Json(frame).GetProperty("data").GetRawText()));
    }

    [Fact]
    public async Task A_token_says_who_it_is_and_a_key_names_its_holder()
    {
        await using var stream = await _server.FollowAsync("/events?topic=rooms/who");
        var said = Event("rooms/who") with { Data = Data("""{"userId":"eve","content":1}""") };
        var unsaid = Event("rooms/who");

        await PublishAsync(Caller.With(Rights.Everything, user: "ada"), said);
        await PublishAsync(Caller.WithKey("shop", Rights.Everything), said);
        await PublishAsync(Caller.WithKey("shop", Rights.Everything), unsaid);

        Assert.Equal(
            ["ada", "eve", "shop"],
            (await stream.ReadEventsAsync(3)).Select(frame => Json(frame).GetProperty("userId").GetString()));
    }

    [Fact]
    public async Task A_connections_message_says_which_one_and_who_it_is_in_the_room()
    {
        await using var stream = await _server.FollowAsync("/events?topic=rooms/own");
        var caller = Caller.With(Rights.Everything);
        var session = Sessions.Begin(
            caller, Sender.Of(null, caller), room => new MessageAuthor("m-123456789012345", room + "'s ada", "Ada"));

        await session.PublishAllAsync(
            [Event("rooms/own") with { Data = Data("""{"userId":"eve","username":"Eve","content":1}""") }], false, Token);

        var data = Json(await stream.ReadEventAsync());
        Assert.Equal("own's ada", data.GetProperty("userId").GetString());
        Assert.Equal("Ada", data.GetProperty("username").GetString());
        Assert.Equal("m-123456789012345", data.GetProperty("memberId").GetString());
    }

    [Fact]
    public async Task A_message_that_is_published_again_is_the_same_message_a_moment_and_a_connection_later()
    {
        var caller = Caller.With(Rights.Everything);
        async Task<PublishOutcome> PublishAsAsync(MessageAuthor? author, string data) => await
            Sessions.Begin(caller, Sender.Of(null, caller), author is { } one ? _ => one : null).PublishAllAsync(
                [Event("rooms/again", id: "again", time: TimeProvider.System.GetUtcNow()) with { Data = Data(data) }],
                answersFirst: false,
                Token);

        var first = await PublishAsAsync(new MessageAuthor("m-123456789012345", "ada", null), """{"content":"x"}""");
        var later = Event("rooms/again", id: "again", time: Noon) with { Data = Data("""{"content":"x"}""") };
        var second = await Sessions.Begin(
            caller, Sender.Of(null, caller), _ => new MessageAuthor("m-abcdef789012345", "ada", null))
            .PublishAllAsync([later], answersFirst: false, Token);
        var other = await PublishAsAsync(new MessageAuthor("m-123456789012345", "ada", null), """{"content":"y"}""");
        var someone = await PublishAsAsync(new MessageAuthor("m-123456789012345", "eve", null), """{"content":"x"}""");

        Assert.True(second.Receipts[0].Duplicate);
        Assert.Equal(first.Receipts[0].Position, second.Receipts[0].Position);
        Assert.NotNull(other.Refusal);
        Assert.NotNull(someone.Refusal);
    }

    [Fact]
    public async Task Only_the_server_says_who_joins_and_leaves()
    {
        using var json = await _server.Http.PostEventsAsync("""{"topic":"rooms/r/members","event":"join","data":{}}""");
        using var topic = await _server.Http.PostToTopicAsync("rooms/r/members?event=leave", "1");
        using var lines = await _server.Http.PostEventsAsync(
            """
            {"topic":"rooms/r/members","data":1}
            {"topic":"rooms/r/members/deeper","data":1}
            """,
            Posting.Ndjson);

        Assert.Equal(HttpStatusCode.Forbidden, json.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, topic.StatusCode);
        var answer = await lines.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(1, answer.GetProperty("rejected")[0].GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData("""{"userId":"a\u0007"}""")]
    [InlineData("""{"username":"a\nb"}""")]
    public async Task A_sender_with_an_impossible_name_is_told_so(string data)
    {
        using var answer = await _server.Http.PostEventsAsync($$"""{"topic":"rooms/r","data":{{data}}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("/data/user", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static EventData Data(string json) =>
        EventData.Json(Encoding.UTF8.GetBytes(json));

    private static JsonElement Json(SseFrame frame) => JsonSerializer.Deserialize<JsonElement>(frame.Data!);

    private async Task PublishAsync(Caller caller, FeedEvent e) => Assert.Null(
        (await Sessions.Begin(caller, Sender.Of(null, caller)).PublishAllAsync([e], answersFirst: false, Token)).Refusal);
}

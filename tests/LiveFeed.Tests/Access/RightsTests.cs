using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access;

/// <summary>The rights to publish and to follow. Nobody ever gets an event of a topic that they may not follow.</summary>
public sealed class RightsTests : IAsyncDisposable
{
    private static readonly (string, string) Admin = Credentialed.Bearer(new TestToken { Admin = true }.BySecret());

    private readonly LiveFeedServer _server = new(Credentialed.BySecret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_array_of_which_one_event_is_not_allowed_changes_nothing_and_says_which()
    {
        var problem = await AssertForbiddenAsync(
            TestToken.For("a/**"), """[{"topic":"a/1","data":1},{"topic":"b","data":2},{"topic":"a/2","data":3}]""");

        Assert.Equal(["/1/topic"], problem.Faults());
        Assert.Empty(await HistoryAsync(Admin));
    }

    [Fact]
    public async Task Only_the_lines_that_are_not_allowed_are_refused()
    {
        const string Lines = """
            {"topic":"a/1","data":1}
            {"topic":"b","data":2}
            {"data":3}
            {"topic":"a/2","data":4}
            """;

        using var response = await PostAsync(TestToken.For("a/**"), Lines, Posting.Ndjson);
        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);

        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(
            [2, 3], answer.GetProperty("rejected").EnumerateArray().Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal(["a/1", "a/2"], (await HistoryAsync(Admin)).Select(e => e.GetProperty("topic").GetString()));
    }

    [Theory]
    [InlineData("a/**", """{"topic":"a/1","data":1}""", true)]
    [InlineData("a/**", """{"topic":"ab","data":1}""", false)]
    [InlineData("a/**", """{"topic":"a/1","to":{"user":"eve"},"data":1}""", true)]
    [InlineData("a/**", """{"topic":"b","to":{"user":"ada"},"data":1}""", false)]
    [InlineData("a/**", """{"to":{"user":"ada"},"data":1}""", false)]
    [InlineData("a/**", """{"to":{"client":"c-1"},"data":1}""", false)]
    [InlineData("a/**", """{"data":1}""", false)]
    [InlineData("*", """{"data":1}""", false)]
    [InlineData("**", """{"data":1}""", true)]
    [InlineData("**", """{"to":{"user":"ada"},"data":1}""", true)]
    [InlineData("a/**", """{"topic":"b","data":1,"ephemeral":true}""", false)]
    [InlineData("a/**", """{"topic":"metrics/host/cpu","data":1}""", false)]
    [InlineData("metrics/**", """{"topic":"metrics/host/cpu","data":1}""", true)]
    public async Task An_event_needs_the_right_to_its_topic_and_one_without_the_right_to_all(
        string right, string body, bool allowed)
    {
        using var response = await PostAsync(new TestToken { Publish = [right] }, body);

        Assert.Equal(allowed ? HttpStatusCode.Accepted : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_may_publish_nothing_is_refused_before_the_body_is_read()
    {
        using var response = await PostAsync(new TestToken { Subscribe = ["**"] }, "nonsense");

        await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("a/**", "topic=a", true)]
    [InlineData("a/**", "topic=a/*/c&topic=a/b", true)]
    [InlineData("a/**", "topic=a/b&topic=b", false)]
    [InlineData("a/**", "topic=**", false)]
    [InlineData("a/**", "topic=*", false)]
    [InlineData("a/*", "topic=a/**", false)]
    [InlineData("a/b", "topic=a/*", false)]
    [InlineData("**", "topic=**", true)]
    [InlineData("a/**", "", true)]
    [InlineData("rooms/a", "topic=rooms/a/members", true)]
    [InlineData("rooms/*", "topic=rooms/*/members", true)]
    [InlineData("rooms/a", "topic=rooms/*/members", false)]
    [InlineData("rooms/b", "topic=rooms/a/members", false)]
    [InlineData("rooms/a", "topic=rooms/a/members/x", false)]
    public async Task Following_a_pattern_needs_a_right_that_covers_all_of_it(string right, string query, bool allowed)
    {
        var token = new TestToken { Subscribe = [right] }.BySecret();

        foreach (var path in (string[])["/events", "/history"])
        {
            Assert.Equal(
                allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden,
                await _server.StatusAsync("GET", $"{path}?{query}", [Credentialed.Bearer(token)]));
        }
    }

    [Theory]
    [InlineData("rooms/a", HttpStatusCode.OK)]
    [InlineData("rooms/b", HttpStatusCode.Forbidden)]
    public async Task Being_in_a_room_needs_the_right_to_follow_it(string right, HttpStatusCode expected)
    {
        var token = new TestToken { Subscribe = [right] }.BySecret();

        foreach (var request in (string[])["/events?room=a", "/members?topic=rooms/a", "/history?topic=rooms/a/members"])
        {
            Assert.Equal(expected, await _server.StatusAsync("GET", request, [Credentialed.Bearer(token)]));
        }
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/history")]
    public async Task A_caller_that_asks_for_too_much_is_told_all_that_is_forbidden_and_what_is_allowed(string path)
    {
        var token = new TestToken { Subscribe = ["a/**", "b"] }.BySecret();

        using var response = await _server.SendAsync(
            "GET", $"{path}?topic=a/1&topic=c&topic=system/boards&topic=**", [Credentialed.Bearer(token)]);
        var problem = await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal(["c", "**"], Texts(problem.GetProperty("forbidden")));
        Assert.Equal(["a/**", "b"], Texts(problem.GetProperty("allowed")));
        Assert.Equal(
            "topic: these credentials do not allow following all of 'c'",
            problem.GetProperty("detail").GetString());

        static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString());
    }

    [Fact]
    public async Task The_history_and_the_topics_show_what_one_may_follow_only()
    {
        await PublishAsync("""
            [{"topic":"a/1","data":1},{"topic":"b/1","data":2},{"data":"to all"},
             {"to":{"user":"ada"},"data":"to ada"},{"topic":"a/2","to":{"user":"eve"},"data":3}]
            """);
        var reader = Credentialed.Bearer(new TestToken { Subscribe = ["a/*"] }.BySecret());

        Assert.Equal(
            ["1", "\"to all\"", "\"to ada\""], (await HistoryAsync(reader)).Select(e => e.GetProperty("data").GetRawText()));
        using var response = await _server.SendAsync("GET", "/topics", [reader]);
        var topics = await response.ReadJsonAsync(HttpStatusCode.OK);
        Assert.Equal(
            ["a/1", "a/2"],
            topics.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("topic").GetString()));
    }

    [Fact]
    public async Task A_client_never_gets_events_that_it_may_not_follow_live_or_later_or_from_a_guessed_position()
    {
        var token = Credentialed.Bearer(new TestToken { Subscribe = ["a/*"] }.BySecret());
        await PublishAsync("""
            [{"topic":"b","data":"no"},{"topic":"a/1","data":1},
             {"topic":"a/1/2","data":"no"},{"to":{"user":"eve"},"data":"no"}]
            """);
        var first = (await HistoryAsync(Admin))[0].GetProperty("position").GetString()!;
        await using var live = await _server.FollowAsync("/events?topic=a/*", token);
        await using var last = await _server.FollowAsync("/events?topic=a/*&last=100", token);
        await using var resumed = await _server.FollowAsync(
            "/events?topic=a/*", token, ("Last-Event-ID", $"{first.Split('-')[0]}-0"));
        await live.ReadConnectedAsync();

        await PublishAsync("""
            [{"topic":"b","data":"no"},{"topic":"a","data":"no"},
             {"topic":"b","data":"no","ephemeral":true},{"topic":"a/2","data":2}]
            """);

        Assert.Equal(["2"], await live.ReadDataAsync(1));
        Assert.Equal(["1", "2"], await last.ReadDataAsync(2));
        Assert.Equal(["1", "2"], await resumed.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_user_gets_what_is_sent_to_it_on_each_connection_and_operators_see_who_it_is()
    {
        await using var one = await _server.FollowAsync(
            "/events", Credentialed.Bearer(new TestToken { User = "ada" }.BySecret()));
        await using var two = await _server.FollowAsync(
            "/events", Credentialed.Bearer(new TestToken { User = "ada" }.BySecret()));
        await using var other = await _server.FollowAsync(
            "/events", Credentialed.Bearer(new TestToken { User = "eve" }.BySecret()));
        await one.ReadConnectedAsync();
        await two.ReadConnectedAsync();
        await other.ReadConnectedAsync();

        await PublishAsync("""[{"to":{"user":"ada"},"data":"for ada"},{"data":"for all"}]""");

        Assert.Equal(["\"for ada\"", "\"for all\""], await one.ReadDataAsync(2));
        Assert.Equal(["\"for ada\"", "\"for all\""], await two.ReadDataAsync(2));
        Assert.Equal(["\"for all\""], await other.ReadDataAsync(1));
        using var response = await _server.SendAsync("GET", "/clients", [Admin]);
        var clients = (await response.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("clients");
        Assert.Equal(
            ["ada", "ada", "eve"], clients.EnumerateArray().Select(client => client.GetProperty("user").GetString()));
    }

    private async Task PublishAsync(string body)
    {
        using var response = await PostAsync(new TestToken { Admin = true }, body);
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    private Task<HttpResponseMessage> PostAsync(TestToken token, string body, string type = Posting.Json) =>
        _server.SendAsync("POST", "/events", [Credentialed.Bearer(token.BySecret())], body, type);

    private async Task<JsonElement> AssertForbiddenAsync(TestToken token, string body)
    {
        using var response = await PostAsync(token, body);
        return await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<JsonElement[]> HistoryAsync((string, string) credentials)
    {
        using var response = await _server.SendAsync("GET", "/history", [credentials]);
        return [.. (await response.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("events").EnumerateArray()];
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary><c>PATCH /clients/{id}</c>: what a client follows changes while its stream is open.</summary>
public sealed class ChangeSubscriptionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task The_missed_events_come_first_without_a_position_then_the_marker_and_then_live_events()
    {
        await using var stream = await _server.FollowAsync("/events?topic=add/a&envelope=true");
        var connected = await stream.ReadConnectedAsync();
        await _server.Http.PublishAsync(
            """[{"topic":"add/b","data":1},{"topic":"add/a","data":2},{"topic":"add/b","data":3}]""");
        Assert.Equal(2, await NumberAsync(stream));

        var answer = await PatchAsync(
            connected.ClientId, $$"""{"subscribe":[{"topic":"add/b","after":"{{connected.Position}}"}]}""");

        Assert.Equal(["add/a", "add/b"], answer.GetProperty("topics").EnumerateArray().Select(one => one.GetString()));
        var (first, second) = (await stream.ReadEventAsync(), await stream.ReadEventAsync());
        Assert.Equal([1, 3], new[] { first, second }.Select(Number));
        Assert.Null(first.Id);
        var marker = Json((await stream.ReadNamedAsync("livefeed.subscribed")).Data!);
        Assert.Equal(Json(second.Data!).GetProperty("position").GetString(), marker.GetProperty("position").GetString());
        Assert.Equal(["add/b"], marker.GetProperty("topics").EnumerateArray().Select(one => one.GetString()));

        await _server.Http.PublishAsync("""[{"topic":"add/b","data":4},{"topic":"add/a","data":5}]""");
        var live = await stream.ReadEventsAsync(2);
        Assert.Equal([4, 5], live.Select(Number));
        Assert.All(live, one => Assert.Equal(one.Id, Json(one.Data!).GetProperty("position").GetString()));
    }

    [Fact]
    public async Task An_addition_without_a_position_begins_with_what_is_published_next()
    {
        await _server.Http.PublishAsync("""{"topic":"next/b","data":1}""");
        await using var stream = await _server.FollowAsync("/events?topic=next/a&envelope=true");
        var connected = await stream.ReadConnectedAsync();

        await PatchAsync(connected.ClientId, """{"subscribe":[{"topic":"next/**"}]}""");
        await _server.Http.PublishAsync("""{"topic":"next/b","data":2}""");

        Assert.Equal(2, await NumberAsync(stream));
    }

    [Fact]
    public async Task The_last_events_of_an_addition_come_first_when_it_asks_for_them()
    {
        await _server.Http.PublishNumbersAsync("last/b", 10);
        await using var stream = await _server.FollowAsync("/events?topic=last/a");
        var connected = await stream.ReadConnectedAsync();

        await PatchAsync(connected.ClientId, """{"subscribe":[{"topic":"last/b","last":3}]}""");

        Assert.Equal(["7", "8", "9"], await stream.ReadDataAsync(3));
        Assert.Equal("livefeed.subscribed", (await stream.ReadAsync())!.Event);
    }

    [Fact]
    public async Task A_position_of_another_epoch_asks_for_more_than_any_of_this_one()
    {
        await _server.Http.PublishNumbersAsync("epoch/x", 3);
        await using var stream = await _server.FollowAsync("/events?topic=epoch/none");
        var connected = await stream.ReadConnectedAsync();
        await _server.Http.PublishAsync("""{"topic":"epoch/y","data":7}""");

        var here = $$"""{"topic":"epoch/*","after":"{{connected.Position}}"}""";
        var elsewhere = $$"""{"topic":"epoch/x","after":"abc123-{{long.MaxValue}}"}""";
        await PatchAsync(connected.ClientId, $$"""{"subscribe":[{{here}},{{elsewhere}}]}""");

        Assert.Contains("abc123", (await stream.ReadNamedAsync("livefeed.gap")).Data, StringComparison.Ordinal);
        Assert.Equal(["0", "1", "2", "7"], await stream.ReadDataAsync(4));
    }

    [Fact]
    public async Task Events_of_a_pattern_that_is_already_followed_are_not_sent_again_and_stay_when_the_other_pattern_goes()
    {
        await using var stream = await _server.FollowAsync("/events?topic=twice/a");
        var connected = await stream.ReadConnectedAsync();
        await _server.Http.PublishAsync("""[{"topic":"twice/a","data":1},{"topic":"twice/b","data":2}]""");
        Assert.Equal(["1"], await stream.ReadDataAsync(1));

        await PatchAsync(connected.ClientId, $$"""{"subscribe":[{"topic":"twice/*","after":"{{connected.Position}}"}]}""");
        Assert.Equal(["2"], await stream.ReadDataAsync(1));
        await stream.ReadNamedAsync("livefeed.subscribed");
        await PatchAsync(connected.ClientId, """{"unsubscribe":["twice/a"]}""");
        await _server.Http.PublishAsync("""{"topic":"twice/a","data":3}""");

        Assert.Equal(["3"], await stream.ReadDataAsync(1));
    }

    [Fact]
    public async Task Events_of_an_unsubscribed_pattern_come_no_more()
    {
        await using var stream = await _server.FollowAsync("/events?topic=less/a&topic=less/b");
        var connected = await stream.ReadConnectedAsync();

        await PatchAsync(connected.ClientId, """{"unsubscribe":["less/a"],"subscribe":[{"topic":"less/c"}]}""");
        await stream.ReadNamedAsync("livefeed.subscribed");
        await _server.Http.PublishAsync(
            """[{"topic":"less/a","data":1},{"topic":"less/b","data":2},{"topic":"less/c","data":3}]""");

        Assert.Equal(["2", "3"], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_stream_may_change_a_thousand_times()
    {
        await using var stream = await _server.FollowAsync("/events?topic=thousand/a");
        var connected = await stream.ReadConnectedAsync();
        for (var i = 0; i < 1_000; i++)
        {
            await PatchAsync(connected.ClientId, i % 2 == 0
                ? """{"subscribe":[{"topic":"thousand/b","last":1}]}"""
                : """{"unsubscribe":["thousand/b"]}""");
            if (i % 2 == 0)
            {
                await stream.ReadNamedAsync("livefeed.subscribed");
            }
        }

        await _server.Http.PublishAsync("""[{"topic":"thousand/b","data":1},{"topic":"thousand/a","data":2}]""");
        Assert.Equal(["2"], await stream.ReadDataAsync(1));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "")]
    [InlineData("[]", HttpStatusCode.BadRequest, "")]
    [InlineData("""{"subscribe":"a"}""", HttpStatusCode.BadRequest, "")]
    [InlineData("""{"subscribes":[]}""", HttpStatusCode.BadRequest, "")]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity, "")]
    [InlineData("""{"subscribe":[null]}""", HttpStatusCode.UnprocessableEntity, "/subscribe/0/topic")]
    [InlineData(
        """{"subscribe":[{"topic":"a"},{"topic":"b c"}]}""", HttpStatusCode.UnprocessableEntity, "/subscribe/1/topic")]
    [InlineData("""{"subscribe":[{"topic":"a","after":"x"}]}""", HttpStatusCode.UnprocessableEntity, "/subscribe/0/after")]
    [InlineData("""{"subscribe":[{"topic":"a","last":-1}]}""", HttpStatusCode.UnprocessableEntity, "/subscribe/0/last")]
    [InlineData("""{"unsubscribe":[""]}""", HttpStatusCode.UnprocessableEntity, "/unsubscribe/0")]
    public async Task A_change_that_cannot_be_is_refused_and_says_where(string body, HttpStatusCode status, string where)
    {
        var problem = await PatchAsync("c-1", body, status);

        Assert.True(problem.GetProperty("errors").TryGetProperty(where, out _), problem.GetRawText());
    }

    [Fact]
    public async Task A_client_may_not_follow_more_topics_than_the_limit_and_keeps_those_it_has()
    {
        await using var server = new LiveFeedServer(("Limits:TopicsPerClient", "2"));
        await using var stream = await server.FollowAsync("/events?topic=a");
        var connected = await stream.ReadConnectedAsync();

        await PatchAsync(connected.ClientId, """{"subscribe":[{"topic":"b"}]}""", server: server);
        var problem = await PatchAsync(
            connected.ClientId, """{"subscribe":[{"topic":"c"}]}""", HttpStatusCode.UnprocessableEntity, server);
        var changed = await PatchAsync(
            connected.ClientId, """{"unsubscribe":["a"],"subscribe":[{"topic":"c"}]}""", server: server);

        Assert.Contains(
            "LiveFeed:Limits:TopicsPerClient", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["b", "c"], changed.GetProperty("topics").EnumerateArray().Select(one => one.GetString()).Order());
    }

    [Fact]
    public async Task A_client_of_a_user_is_changed_by_that_user_and_by_administrators_only()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var ada = Credentialed.Bearer(TestToken.For("**").BySecret());
        await using var stream = await server.FollowAsync("/events?topic=a", ada);
        var id = (await stream.ReadConnectedAsync()).ClientId;
        const string Body = """{"subscribe":[{"topic":"b"}]}""";

        await PatchAsync(id, Body, HttpStatusCode.Unauthorized, server);
        await PatchAsync(
            id,
            Body,
            HttpStatusCode.Forbidden,
            server,
            Credentialed.Bearer((TestToken.For("**") with { User = "bob" }).BySecret()));
        await PatchAsync(id, Body, HttpStatusCode.Forbidden, server, Credentialed.Bearer(TestToken.For("c").BySecret()));
        await PatchAsync(id, Body, HttpStatusCode.OK, server, ada);
        await PatchAsync(
            id,
            Body,
            HttpStatusCode.OK,
            server,
            Credentialed.Bearer(new TestToken { User = "root", Admin = true }.BySecret()));
    }

    private static async Task<int> NumberAsync(SseConnection stream) => Number(await stream.ReadEventAsync());

    private static int Number(SseFrame frame) => Json(frame.Data!).GetProperty("data").GetInt32();

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private async Task<JsonElement> PatchAsync(
        string id,
        string body,
        HttpStatusCode expected = HttpStatusCode.OK,
        LiveFeedServer? server = null,
        (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri($"/clients/{id}", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (header is { } one)
        {
            request.Headers.TryAddWithoutValidation(one.Name, one.Value);
        }

        using var response = await (server ?? _server).Http.SendAsync(request).WithinDeadline();
        return await response.ReadJsonAsync(expected);
    }
}

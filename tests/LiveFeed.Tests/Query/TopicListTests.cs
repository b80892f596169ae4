using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

public sealed class TopicListTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task A_topic_is_listed_with_its_last_event_and_how_many_are_retained()
    {
        var answer = await _server.Http.PublishNumbersAsync("counted", 3);

        var topic = Assert.Single(await ListAsync("counted"));
        var last = (await _server.Http.GetJsonAsync("/history?topic=counted")).GetProperty("events")[2];
        Assert.Equal("counted", topic.GetProperty("topic").GetString());
        Assert.Equal(3, topic.GetProperty("retained").GetInt32());
        Assert.Equal(
            answer.GetProperty("positions").GetProperty("last").GetString(), topic.GetProperty("lastPosition").GetString());
        Assert.Equal(
            last.GetProperty("time").GetDateTimeOffset(), topic.GetProperty("lastTime").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("l/*", "l/a l/b")]
    [InlineData("l/**", "l l/a l/a/x l/b")]
    [InlineData("l/a", "l/a")]
    [InlineData("nowhere/**", "")]
    public async Task A_pattern_chooses_among_the_topics_which_are_sorted_by_name(string pattern, string topics)
    {
        await _server.Http.PublishAsync(
            """[{"topic":"l/b","data":1},{"topic":"l/a/x","data":1},""" +
            """{"topic":"l","data":1},{"topic":"l/a","data":1},{"data":1}]""");

        Assert.Equal(
            topics.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            (await ListAsync(pattern)).Select(topic => topic.GetProperty("topic").GetString()));
    }

    [Fact]
    public async Task Without_a_pattern_all_topics_are_listed_and_no_broadcasts()
    {
        await using var server = new LiveFeedServer();
        Assert.Equal("""{"topics":[]}""", (await server.Http.GetJsonAsync("/topics")).GetRawText());
        await server.Http.PublishAsync("""[{"topic":"b","data":1},{"data":2},{"topic":"a/1","data":3}]""");

        var topics = (await server.Http.GetJsonAsync("/topics")).GetProperty("topics").EnumerateArray();

        Assert.Equal(["a/1", "b"], topics.Select(topic => topic.GetProperty("topic").GetString()));
    }

    [Fact]
    public async Task Subscribers_are_the_clients_that_follow_the_topic_by_name_or_pattern_each_once()
    {
        await _server.Http.PublishNumbersAsync("seen/a", 1);
        await using var byName = await _server.FollowAsync("/events?topic=seen/a");
        await using var byPattern = await _server.FollowAsync("/events?topic=seen/*&topic=seen/**&topic=seen/a");
        await using var other = await _server.FollowAsync("/events?topic=seen/b");
        await byName.ReadConnectedAsync();
        await byPattern.ReadConnectedAsync();
        await other.ReadConnectedAsync();

        Assert.Equal(2, Assert.Single(await ListAsync("seen/a")).GetProperty("subscribers").GetInt32());

        await byName.DisposeAsync();
        await Deadline.UntilAsync(
            async () => (await ListAsync("seen/a"))[0].GetProperty("subscribers").GetInt32() == 1,
            "the client that left is not counted");
    }

    [Fact]
    public async Task A_topic_without_retained_events_is_listed_no_more()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "1"));
        await server.Http.PublishAsync("""[{"topic":"old","data":1},{"topic":"new","data":2}]""");
        await server.Log.TrimAsync(TestContext.Current.CancellationToken);

        var topics = (await server.Http.GetJsonAsync("/topics")).GetProperty("topics").EnumerateArray();

        Assert.Equal(["new"], topics.Select(topic => topic.GetProperty("topic").GetString()));
    }

    [Theory]
    [InlineData("pattern=")]
    [InlineData("pattern=a**")]
    [InlineData("pattern=a&pattern=b")]
    public async Task A_bad_pattern_is_refused(string query)
    {
        var problem = await _server.Http.GetProblemAsync($"/topics?{query}", HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(["pattern"], problem.Faults());
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string pattern) =>
        [.. (await _server.Http.GetJsonAsync($"/topics?pattern={pattern}")).GetProperty("topics").EnumerateArray()];
}

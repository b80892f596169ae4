using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary><c>PATCH /clients/{id}</c> with topics that the client follows already, from further back.</summary>
public sealed class RepeatedSubscriptionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("again/sse/a", "again/sse/a")]
    [InlineData("again/wide/a", "again/wide/**")]
    public async Task A_stream_gets_what_was_before_its_start_once_and_without_a_position(string topic, string pattern)
    {
        var before = await _server.Http.PublishNumbersAsync(topic, 4);
        await using var stream = await _server.FollowAsync($"/events?topic={topic}");
        var connected = await stream.ReadConnectedAsync();
        await _server.Http.PublishNumbersAsync(topic, 2, from: 4);
        Assert.Equal(["4", "5"], await stream.ReadDataAsync(2));

        for (var i = 0; i < 2; i++)
        {
            await PatchAsync(
                connected.ClientId, $$"""{"subscribe":[{"topic":"{{pattern}}","after":"{{before.FirstPosition()}}"}]}""");
            var missed = await stream.ReadEventsAsync(i == 0 ? 3 : 0);
            Assert.Equal(i == 0 ? ["1", "2", "3"] : [], missed.Select(one => one.Data));
            Assert.All(missed, one => Assert.Null(one.Id));
            await stream.ReadNamedAsync("livefeed.subscribed");
        }

        await _server.Http.PublishNumbersAsync(topic, 1, from: 6);
        Assert.Equal(["6"], await stream.ReadDataAsync(1));
    }

    [Fact]
    public async Task A_stream_gets_what_it_missed_while_it_did_not_follow_a_topic()
    {
        await using var stream = await _server.FollowAsync("/events?topic=again/away");
        var connected = await stream.ReadConnectedAsync();
        await PatchAsync(connected.ClientId, """{"unsubscribe":["again/away"],"subscribe":[{"topic":"again/marker"}]}""");
        await stream.ReadNamedAsync("livefeed.subscribed");
        var missed = await _server.Http.PublishNumbersAsync("again/away", 3);
        await PatchAsync(connected.ClientId, """{"subscribe":[{"topic":"again/away"}]}""");
        await stream.ReadNamedAsync("livefeed.subscribed");

        await PatchAsync(
            connected.ClientId, $$"""{"subscribe":[{"topic":"again/away","after":"{{missed.FirstPosition()}}"}]}""");

        Assert.Equal(["1", "2"], await stream.ReadDataAsync(2));
        await stream.ReadNamedAsync("livefeed.subscribed");
    }

    [Fact]
    public async Task A_poller_gets_what_was_before_its_start()
    {
        var before = await _server.Http.PublishNumbersAsync("again/poll", 3);
        var poller = new Poller(_server, "topic=again/poll");
        await poller.PollAsync();

        await PatchAsync(
            poller.ClientId!, $$"""{"subscribe":[{"topic":"again/poll","after":"{{before.FirstPosition()}}"}]}""");
        var data = new List<string>();
        JsonElement answer;
        do
        {
            answer = await poller.PollAsync(wait: 60);
            data.AddRange(Poller.Data(answer));
        }
        while (!answer.TryGetProperty("subscribed", out _));

        Assert.Equal(["1", "2"], data);
    }

    private async Task PatchAsync(string id, string body)
    {
        using var response = await _server.SendAsync("PATCH", $"/clients/{id}", [], body);
        await response.ReadJsonAsync(HttpStatusCode.OK);
    }
}

using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

public sealed class FirstContactTests
{
    [Fact]
    public async Task An_event_posted_to_a_topic_reaches_its_followers()
    {
        await using var server = new LiveFeedServer();
        await using var stream = await server.FollowAsync("/events?topic=demo/**");
        await stream.ReadNamedAsync("livefeed.connected");

        using var posted = await server.Http.PostToTopicAsync("demo/a", """{ "hello": "world" }""");

        Assert.Equal("""{"hello":"world"}""", (await stream.ReadEventAsync()).Data);
    }
}

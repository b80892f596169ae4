using LiveFeed.Log;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>
/// Redis is killed in the middle of a write. It drops what it wrote of that append at its next start, and runs it at the one
/// after that: so does Redis 7.0.
/// </summary>
public sealed class TornAppendTests : IAsyncDisposable
{
    private readonly RedisNodes _nodes = new(maxInMemory: 2); // the rest is read from Redis

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Theory]
    [InlineData("XADD", 6)] // of ten events, six are back
    [InlineData("RPUSH", 1)] // all ten, and one of two topics has them in its index
    [InlineData("HSET", 10)] // all, with their indexes; only the number of the last one is missing
    public async Task What_Redis_had_written_of_an_append_when_it_was_killed_is_never_there(string command, int whole)
    {
        var redis = await _nodes.StartRedisAsync("--appendonly", "yes", "--appendfsync", "always");
        var node = await _nodes.StartAsync();
        await node.AppendAsync([Event("a", 1, id: "1")], Token);
        await node.AppendAsync(
            [.. Enumerable.Range(2, 10).Select(i => Event(i % 2 == 0 ? "a" : "b", i, id: $"{i}"))], Token);

        redis.Kill();
        redis.TearFile(command, whole);
        await redis.RestartAsync();
        await node.AppendUntilTakenAsync(Event("b", 3, id: "3")); // a producer that was not answered tries again
        await node.AppendUntilTakenAsync(Event("a", 20));
        redis.Kill();
        await redis.RestartAsync();
        var last = await node.AppendUntilTakenAsync(Event("a", 2, id: "2"));

        Assert.False(last.Duplicate);
        Assert.True((await node.AppendAsync([Event("b", 3, id: "3")], Token))[0].Duplicate);
        foreach (var one in new[] { node, await _nodes.StartAsync() })
        {
            await one.ReachAsync(last.Position, Token);
            Assert.Equal([1, 3, 20, 2], (await one.ReadAllAsync()).Numbers());
            Assert.Equal([1, 20, 2], await NumbersAsync(one, "a"));
            Assert.Equal([3], await NumbersAsync(one, "b"));
            var topics = (await one.TopicsAsync()).Select(topic => (topic.Topic.Value, topic.Retained));
            Assert.Equal([("a", 3L), ("b", 1L)], topics);
        }
    }

    private static async Task<IEnumerable<int>> NumbersAsync(IEventLog log, string topic) =>
        (await log.ReadAsync(0, Following(topic), 100, conflate: false, Token)).Frames.Numbers();
}

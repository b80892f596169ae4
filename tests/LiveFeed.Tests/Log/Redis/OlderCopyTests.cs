using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>Redis comes back with what it had some time before, and what it has lost was also removals.</summary>
public sealed class OlderCopyTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RedisNodes _nodes;

    public OlderCopyTests() => _nodes = new RedisNodes(maxInMemory: 2) { Time = _time };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _time.GetUtcNow();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task After_Redis_has_lost_that_events_were_trimmed_nodes_go_on_reading_and_trimming()
    {
        var redis = await StartAsync();
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([.. Enumerable.Range(1, 3).Select(i => Event("old", i, time: Now.AddHours(-2)))], Token);
        await a.AppendAsync([Event("new", 4, time: Now)], Token);
        using var copy = redis.Copy();
        await a.TrimAsync(Token);
        await UntilSameAsync(b, ["new"]);
        redis.Kill();
        copy.PutBack();
        await redis.RestartAsync();
        var after = await b.AppendUntilTakenAsync(Event("new", 5, time: Now));
        await a.ReachAsync(after.Position, Token);

        await a.TrimAsync(Token);
        await UntilSameAsync(a, ["new"]);
        await UntilSameAsync(b, ["new"]);
        Assert.Equal([4, 5], (await b.ReadAllAsync()).Numbers());
        Assert.Equal(await a.TopicsAsync(), await b.TopicsAsync());
        _time.Advance(TimeSpan.FromHours(2));
        await b.ReachAsync((await a.AppendAsync([Event("last", 6, time: Now)], Token))[0].Position, Token);
        await a.TrimAsync(Token);
        await UntilSameAsync(a, ["last"]);
        await UntilSameAsync(b, ["last"]);
        Assert.Equal([6], (await b.ReadAllAsync()).Numbers());
    }

    [Fact]
    public async Task A_lost_trim_is_noticed_although_another_one_has_its_number_since()
    {
        var redis = await StartAsync();
        var a = await _nodes.StartAsync();
        await RightsAsync(redis, "on");
        _nodes.Options.Redis.Configuration += ",user=b,password=secret";
        var b = await _nodes.StartAsync();
        await a.AppendAsync([.. Enumerable.Range(1, 3).Select(i => Event("old", i, time: Now.AddHours(-2)))], Token);
        var last = await a.AppendAsync([Event("mid", 4, time: Now.AddMinutes(-30)), Event("new", 5, time: Now)], Token);
        var copied = new Dictionary<RedisKey, byte[]>();
        foreach (var key in redis.Server.Keys())
        {
            copied[key] = (await redis.Database.KeyDumpAsync(key))!;
        }

        await a.TrimAsync(Token);
        await b.ReachAsync(last[1].Position, Token);
        await UntilSameAsync(b, ["mid", "new"]);
        await RightsAsync(redis, "off");
        await redis.Database.ExecuteAsync("CLIENT", "KILL", "USER", "b");
        await PutBackAsync(redis.Database, copied);
        await a.AppendUntilTakenAsync(Event("new", 6, time: Now));
        _time.Advance(TimeSpan.FromMinutes(45));
        await a.TrimAsync(Token);
        await UntilSameAsync(a, ["new"]);
        await RightsAsync(redis, "on");
        await b.AppendUntilTakenAsync(Event("new", 7, time: Now));

        await UntilSameAsync(b, ["new"]);
        Assert.Equal([5, 6, 7], (await b.ReadAllAsync()).Numbers());
    }

    [Fact]
    public async Task The_last_event_of_a_topic_that_has_lost_some_is_the_one_that_is_left()
    {
        var redis = await StartAsync();
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        var kept = (await a.AppendAsync([Event("a", 1, time: Now.AddMinutes(-1))], Token))[0].Position;
        await a.AppendAsync([Event("b", 2, time: Now), Event("b", 3, time: Now)], Token);
        using var copy = redis.Copy();
        await b.ReachAsync((await a.AppendAsync([Event("a", 4, time: Now)], Token))[0].Position, Token);
        redis.Kill();
        copy.PutBack();
        await redis.RestartAsync();
        var after = await b.AppendUntilTakenAsync(Event("b", 5, time: Now));

        foreach (var node in _nodes.All)
        {
            await node.ReachAsync(after.Position, Token);
            var topic = (await node.TopicsAsync())[0];
            Assert.Equal(("a", 1L, kept), (topic.Topic.Value, topic.Retained, topic.LastPosition));
            Assert.Equal(Now.AddMinutes(-1), topic.LastTime);
        }
    }

    private Task<RedisProcess> StartAsync()
    {
        _nodes.Options.MaxAge = TimeSpan.FromHours(1);
        return _nodes.StartRedisAsync("--appendonly", "yes", "--appendfsync", "no");
    }

    private static Task RightsAsync(RedisProcess redis, string state) => redis.Database.ExecuteAsync(
        "ACL", "SETUSER", "b", state, "resetpass", ">secret", "+@all", "~*", "&*");

    // At once, and as another server.
    private static async Task PutBackAsync(IDatabase database, Dictionary<RedisKey, byte[]> copied)
    {
        var all = database.CreateTransaction();
        foreach (var (key, value) in copied)
        {
            _ = all.KeyDeleteAsync(key);
            _ = all.KeyRestoreAsync(key, value);
        }

        var keys = new RedisKeys("livefeed");
        _ = all.KeyDeleteAsync(keys.Trims);
        _ = all.HashSetAsync(keys.Meta, "server", "the next one");
        Assert.True(await all.ExecuteAsync());
    }

    // A node's readers have these topics, and it is well.
    private Task UntilSameAsync(RedisEventLog node, string[] topics) => Deadline.UntilAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // it looks
            return node.Fault is null && (await node.TopicsAsync()).Select(one => one.Topic.Value).SequenceEqual(topics);
        },
        $"the topics are {string.Join(", ", topics)}");
}

using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Trimming;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>Nodes with different retention rules, as while settings change, on a Redis that loses everything.</summary>
public sealed class RedisFlushTests : IAsyncLifetime
{
    private readonly RedisNodes _nodes = new();
    private RedisProcess _redis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _redis = await _nodes.StartRedisAsync();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Events_of_a_rule_that_another_node_does_not_have_are_found_and_trimmed()
    {
        var a = await _nodes.StartAsync();
        _nodes.Options.Retention = [new RetentionRule { Topics = ["m/**"] }];
        var b = await _nodes.StartAsync();
        foreach (var node in new[] { a, b })
        {
            await node.AppendAsync([Event("a", 0)], Token);
            await node.ReachAsync(new Position("elsewhere", 7), Token); // it looks at Redis
        }

        await _redis.Server.FlushAllDatabasesAsync();
        await a.AppendUntilTakenAsync(Event("a", 1));
        await b.AppendUntilTakenAsync(Event("m/x", 2, id: "i"));
        _nodes.Options.Retention = null;
        _nodes.Options.MaxEvents = 1;
        var late = await _nodes.StartAsync();

        Assert.Equal([1, 2], (await late.ReadAllAsync()).Numbers());
        Assert.True((await b.AppendAsync([Event("m/x", 2, id: "i")], Token).AsTask().WithinDeadline())[0].Duplicate);
        await late.AppendAsync([Event("a", 3)], Token);
        await late.TrimAsync(Token);
        Assert.Equal([3], (await late.ReadAllAsync()).Numbers());
    }
}

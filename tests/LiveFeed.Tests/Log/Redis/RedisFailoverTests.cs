using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>Nodes that find their Redis by a Sentinel, when another server becomes the primary.</summary>
public sealed class RedisFailoverTests : IAsyncLifetime
{
    private readonly RedisNodes _nodes = new();
    private RedisPair _redis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisPair.StartAsync();
        _nodes.Options.Redis.Configuration = _redis.Configuration;
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task What_the_replica_did_not_have_is_told_to_who_had_it_and_to_nobody_else()
    {
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([Event("a", 1), Event("a", 2)], Token);
        await _redis.Primary.Database.ExecuteAsync("WAIT", "1", "10000");
        var kept = a.Epochs.PositionOf(a.Head);
        await _redis.CutReplicaAsync();
        var lost = (await b.AppendAsync([Event("a", 3), Event("a", 4)], Token))[1].Position;
        await a.ReachAsync(lost, Token);
        await _redis.KillPrimaryAsync();
        var after = await b.AppendUntilTakenAsync(Event("a", 5));

        foreach (var node in _nodes.All)
        {
            await node.ReachAsync(after.Position, Token);
            var (keeps, loses) = (node.Epochs.SequenceOf(kept)!.Value, node.Epochs.SequenceOf(lost)!.Value);
            Assert.Null(node.LossAt(keeps));
            Assert.Equal(GapReason.Lost, node.LossAt(loses)?.Reason);
            Assert.Equal(after.Position, node.Epochs.PositionOf(node.LossAt(loses)!.Value.Before));
            Assert.Equal([1, 2, 5], (await node.ReadAllAsync()).Numbers());
        }

        Assert.NotEqual(lost.Epoch, after.Position.Epoch);
    }

    [Fact]
    [Trait("length", "long")]
    public async Task A_failover_by_command_loses_nothing_that_the_replica_had()
    {
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([Event("a", 1)], Token);
        var last = (await b.AppendAsync([Event("a", 2)], Token))[0];
        await a.ReachAsync(last.Position, Token);
        await _redis.Primary.Database.ExecuteAsync("WAIT", "1", "10000");
        await _redis.FailOverAsync();
        await _redis.UntilCopyingAsync(); // until then the old primary takes events, too, and they are lost
        await a.AppendUntilTakenAsync(Event("a", 3));
        var end = await b.AppendUntilTakenAsync(Event("a", 4));

        foreach (var node in _nodes.All)
        {
            await node.ReachAsync(end.Position, Token);
            Assert.Null(node.LossAt(node.Epochs.SequenceOf(last.Position)!.Value));
            Assert.Equal([1, 2, 3, 4], (await node.ReadAllAsync()).Numbers());
            Assert.Equal(end.Position, node.Epochs.PositionOf(node.Head));
        }
    }
}

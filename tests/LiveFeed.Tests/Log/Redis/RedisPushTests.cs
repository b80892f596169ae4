using System.Text;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis.Appending;
using LiveFeed.Log.Tail;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>The store pushes what it stores to all nodes; who misses a push reads the streams.</summary>
public sealed class RedisPushTests : IAsyncLifetime
{
    private readonly RedisNodes _nodes = new(LogTail.TailEvents); // what is pushed stays in memory
    private RedisConnections _redis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisConnections.StartAsync();
        _nodes.Options.Redis.Configuration = _redis.Redis.Configuration;
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_whose_subscriptions_are_cut_again_and_again_have_every_event_once_and_in_order()
    {
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        var server = await _redis.ConnectAsync();
        for (var i = 0; i < 300; i++)
        {
            if (i % 100 == 50)
            {
                await server.Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            }

            await a.AppendAsync([Event("a", i)], Token);
        }

        await b.ReachAsync((await a.AppendAsync([Event("a", 300)], Token))[0].Position, Token);

        Assert.Equal(Enumerable.Range(0, 301), (await a.ReadAllAsync()).Numbers());
        Assert.Equal(Enumerable.Range(0, 301), (await b.ReadAllAsync()).Numbers());
    }

    [Fact]
    public async Task An_append_of_more_than_a_push_has_is_read_by_the_other_nodes()
    {
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        var large = new EventData(new byte[300_000], IsText: true);
        var receipts = await a.AppendAsync(
            [.. Enumerable.Range(0, 5).Select(i => Event("a", i) with { Data = large })], Token);

        await b.ReachAsync(receipts[^1].Position, Token);

        Assert.Equal(5, (await b.ReadAllAsync()).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("\n")]
    [InlineData("TERM BEFORE")]
    [InlineData("TERM BEFORE\n")]
    [InlineData("TERM BEFORE\n\x05\0\0\0no event")]
    [InlineData("TERM BEFORE\n\x7f\x7f\x7f\x7f")]
    [InlineData("TERM BEFORE\n\x05\0\0")]
    [InlineData("TERM 9000000000\n\x05\0\0\0event")]
    [InlineData("TERM 99999999999999999999\n\x05\0\0\0event")]
    [InlineData("1 BEFORE\n\x05\0\0\0event")]
    public async Task A_message_that_no_append_has_pushed_changes_nothing(string message)
    {
        var node = await _nodes.StartAsync();
        var position = (await node.AppendAsync([Event("a", 1)], Token))[0].Position;
        var server = await _redis.ConnectAsync();

        var text = message.Replace("TERM", position.Epoch).Replace("BEFORE", $"{position.Sequence}");
        await server.PublishAsync(server.Keys.Wake, Encoding.Latin1.GetBytes(text));
        var next = (await node.AppendAsync([Event("a", 2)], Token))[0].Position;

        Assert.Equal(position.Sequence + 1, next.Sequence);
        Assert.Equal([1, 2], (await node.ReadAllAsync()).Numbers());
        await Deadline.UntilAsync(() => node.Fault is null, "the node is well");
    }

    [Fact]
    public void What_waits_is_bounded_in_bytes_and_the_oldest_is_dropped()
    {
        static PushedEvents Push(int number, long bytes) => new("1", number, [], (int)bytes);
        var queue = new PushQueue();

        queue.Add(Push(1, 2 * PushQueue.MaxBytes));
        Assert.Equal(1, queue.TryTake()?.Before); // alone it is taken, whatever its size
        queue.Add(Push(2, 1));
        queue.Add(Push(3, PushQueue.MaxBytes - 1));
        queue.Add(Push(4, 1));
        Assert.Equal(3, queue.TryTake()?.Before);
        queue.Add(Push(5, PushQueue.MaxBytes - 1));
        Assert.Equal(4, queue.TryTake()?.Before);
        Assert.Equal(5, queue.TryTake()?.Before);
        Assert.Null(queue.TryTake());
    }
}

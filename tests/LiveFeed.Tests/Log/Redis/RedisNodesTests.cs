using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Log.Redis.Scripts;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>Several nodes with one log, and a Redis that restarts, fails over, or forgets.</summary>
public sealed class RedisNodesTests : IAsyncDisposable
{
    private readonly RedisNodes _nodes = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Subscription All => Following("**");

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task All_nodes_have_the_same_order_under_many_producers()
    {
        await _nodes.StartRedisAsync();
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async producer =>
        {
            for (var i = 0; i < 100; i++)
            {
                await (producer % 2 == 0 ? a : b).AppendAsync([Event($"p/{producer}", i)], Token);
            }
        })).WithinDeadline();

        var (of, others) = (await a.ReadAllAsync(), await b.ReadAllAsync());

        Assert.Equal(2_000, of.Count);
        Assert.Equal(of.Select(Shape), others.Select(Shape));
        Assert.All(of.GroupBy(frame => frame.Event.Topic), topic => Assert.Equal(Enumerable.Range(0, 100), topic.Numbers()));
    }

    [Fact]
    public async Task A_position_of_one_node_is_reached_at_another_before_it_is_looked_at()
    {
        await _nodes.StartRedisAsync();
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        for (var i = 0; i < 200; i++)
        {
            var position = (await a.AppendAsync([Event("a", i)], Token))[0].Position;
            Assert.True(await b.ReachAsync(position, Token));
            Assert.Equal(b.Epochs.SequenceOf(position), b.Head);
        }
    }

    [Fact]
    public async Task A_position_of_another_log_is_not_waited_for()
    {
        await _nodes.StartRedisAsync();
        var node = await _nodes.StartAsync();

        await node.ReachAsync(new Position("elsewhere", 7), Token).AsTask().WithinDeadline();
        Assert.Null(node.Epochs.SequenceOf(new Position("elsewhere", 7)));
    }

    [Fact]
    public async Task What_one_node_trims_the_others_no_longer_count_and_their_readers_are_told()
    {
        await _nodes.StartRedisAsync();
        _nodes.Options.MaxEvents = 5;
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([.. Enumerable.Range(0, 20).Select(i => Event($"t/{i % 3}", i, key: "k", id: $"i{i}"))], Token);
        await a.TrimAsync(Token);
        await Deadline.UntilAsync(async () => (await b.TopicsAsync()).Sum(topic => topic.Retained) == 5, "b hears of it");
        await b.AppendAsync([Event("t/0", 20, id: "i0")], Token);
        var late = await _nodes.StartAsync();

        var page = await b.ReadAsync(3, All, 100, conflate: false, Token);
        Assert.Equal((GapReason.Expired, 16L), (page.Gap?.Reason, page.Gap?.Before));
        Assert.Equal([15, 16, 17, 18, 19, 20], page.Frames.Numbers());
        Assert.Equal(await a.TopicsAsync(), await b.TopicsAsync());
        Assert.Equal(await a.TopicsAsync(), await late.TopicsAsync());
    }

    [Fact]
    public async Task A_node_that_starts_later_has_all_that_is_retained()
    {
        await _nodes.StartRedisAsync();
        var a = await _nodes.StartAsync();
        foreach (var chunk in Enumerable.Range(0, 5_000).Chunk(500))
        {
            await a.AppendAsync([.. chunk.Select(i => Event($"t/{i % 7}", i, key: $"k{i % 5}"))], Token);
        }

        var b = await _nodes.StartAsync();

        Assert.Equal((await a.ReadAllAsync()).Select(Shape), (await b.ReadAllAsync()).Select(Shape));
        Assert.Equal(await a.TopicsAsync(), await b.TopicsAsync());
        Assert.Equal(
            (await a.FindLastAsync(2, Following("t/*"), Token)).Sequences,
            (await b.FindLastAsync(2, Following("t/*"), Token)).Sequences);
    }

    [Fact]
    public async Task Redis_that_is_killed_and_comes_back_with_everything_costs_nobody_an_event_or_a_gap()
    {
        var redis = await _nodes.StartRedisAsync("--appendonly", "yes", "--appendfsync", "always");
        _nodes.Options.Durability = LogDurability.Commit;
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([Event("a", 1), Event("a", 2)], Token);
        var cursor = a.Head;
        redis.Kill();
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await a.AppendAsync([Event("a", -1)], Token));
        Assert.NotNull(a.Fault);
        await redis.RestartAsync();
        await b.AppendUntilTakenAsync(Event("a", 3));
        var last = await a.AppendUntilTakenAsync(Event("a", 4));

        foreach (var node in new[] { a, b })
        {
            await node.ReachAsync(last.Position, Token);
            var page = await node.ReadAsync(cursor, All, 10, conflate: false, Token);
            Assert.Null(page.Gap);
            Assert.Equal([3, 4], page.Frames.Numbers());
            Assert.Equal([1, 2, 3, 4], (await node.ReadAllAsync()).Numbers());
            await Deadline.UntilAsync(() => node.Fault is null, "the log is whole");
        }
    }

    [Fact]
    public async Task Only_a_reader_past_what_a_restarted_Redis_still_has_is_told_and_no_position_is_given_twice()
    {
        var redis = await _nodes.StartRedisAsync("--appendonly", "yes", "--appendfsync", "no");
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([Event("a", 1, key: "k"), Event("a", 2, key: "k")], Token);
        using var copy = redis.Copy();
        var kept = a.Epochs.PositionOf(a.Head);
        var lost = (await a.AppendAsync([Event("a", 3, key: "k", id: "x"), Event("a", 4)], Token))[1].Position;
        await b.ReachAsync(lost, Token);
        redis.Kill();
        copy.PutBack();
        await redis.RestartAsync();
        var after = await b.AppendUntilTakenAsync(Event("a", 5));

        foreach (var node in new[] { a, b })
        {
            await node.ReachAsync(after.Position, Token);
            var (keeps, loses) = (node.Epochs.SequenceOf(kept)!.Value, node.Epochs.SequenceOf(lost)!.Value);
            Assert.Null(node.LossAt(keeps));
            Assert.Equal(GapReason.Lost, node.LossAt(loses)?.Reason);
            Assert.Equal(after.Position, node.Epochs.PositionOf(node.LossAt(loses)!.Value.Before));
            Assert.Equal([5], (await node.ReadAsync(keeps, All, 10, conflate: false, Token)).Frames.Numbers());
            Assert.Equal([1, 2, 5], (await node.ReadAllAsync()).Numbers());
            Assert.Equal(3, Assert.Single(await node.TopicsAsync()).Retained);
            Assert.Equal(
                [2, 5], (await node.PickAsync((await node.FindLastAsync(1, All, Token)).Sequences, Token)).Frames.Numbers());
        }

        Assert.NotEqual(lost.Epoch, after.Position.Epoch);
        Assert.False((await a.AppendAsync([Event("a", 3, key: "k", id: "x")], Token))[0].Duplicate);
    }

    [Fact]
    public async Task A_term_that_Redis_has_lost_whole_is_a_loss_for_its_readers_and_no_other_log()
    {
        var redis = await _nodes.StartRedisAsync("--appendonly", "yes", "--appendfsync", "no");
        var (a, b) = (await _nodes.StartAsync(), await _nodes.StartAsync());
        await a.AppendAsync([Event("a", 1), Event("a", 2)], Token);
        using var copy = redis.Copy();
        var kept = a.Epochs.PositionOf(a.Head);
        var lost = new List<Position> { (await a.AppendAsync([Event("a", 3), Event("a", 4)], Token))[1].Position };
        for (var i = 5; i < 7; i++)
        {
            redis.Kill();
            copy.PutBack();
            await redis.RestartAsync();
            lost.Add((await b.AppendUntilTakenAsync(Event("a", i))).Position);
            await a.ReachAsync(lost[^1], Token);
        }

        lost.RemoveAt(lost.Count - 1); // it is there
        foreach (var node in new[] { a, b, await _nodes.StartAsync() })
        {
            Assert.Null(node.LossAt(node.Epochs.SequenceOf(kept)!.Value));
            foreach (var position in lost)
            {
                var page = await node.ReadAsync(node.Epochs.SequenceOf(position)!.Value, All, 10, conflate: false, Token);
                Assert.Equal(GapReason.Lost, page.Gap?.Reason);
                Assert.Equal([6], page.Frames.Numbers());
            }

            Assert.Equal([1, 2, 6], (await node.ReadAllAsync()).Numbers());
        }
    }

    [Fact]
    public async Task A_node_that_hears_of_several_terms_at_once_has_the_events_of_all()
    {
        var redis = await _nodes.StartRedisAsync();
        var node = await _nodes.StartAsync();
        await node.AppendAsync([Event("a", 0)], Token);
        var keys = new RedisKeys(_nodes.Options.Redis.Stream);
        var restarts = redis.Database.CreateTransaction();
        for (var i = 1; i < 4; i++)
        {
            _ = restarts.HashSetAsync(keys.Meta, "server", "one that was restarted");
            _ = restarts.ScriptEvaluateAsync(
                RedisScripts.Append.Text,
                [keys.Meta, keys.Terms, keys.Marks, keys.Ids, keys.Rooms, keys.SeatsOf("n"), keys.Leaving],
                [keys.Prefix, "n", "", 1, 4, keys.Stream, "a", "", StoredEvent.Write(Event("a", i))]);
        }

        await restarts.ExecuteAsync();

        await Deadline.UntilAsync(async () => (await node.ReadAllAsync()).Numbers().LastOrDefault() == 3, "it has the last");
        var read = await node.ReadAllAsync();
        Assert.Equal([0, 1, 2, 3], read.Numbers());
        Assert.Equal(4, read.Select(frame => frame.Position!.Value.Epoch).Distinct().Count());
    }

    private static (Position?, string?, int) Shape(EventFrame frame) =>
        (frame.Position, frame.Event.Topic?.Value, frame.Number());
}

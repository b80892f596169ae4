using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

public sealed class FeedClientTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryEventLog _log;
    private readonly List<Frame> _batch = [];

    public FeedClientTests() => _log = new MemoryEventLog(Options.Create(new LogOptions { MaxEvents = 50 }), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task Without_a_position_it_starts_at_the_head()
    {
        await AppendAsync(3);
        var client = await JoinAsync();
        await AppendAndOfferAsync(client, 2, from: 3);

        Assert.Equal([3, 4], await ReadNumbersAsync(client, 2));
        Assert.Equal((3, false), (client.Start.Position.Sequence, client.Start.Resumed));
    }

    [Fact]
    public async Task With_a_position_it_gets_what_came_after_it_and_then_what_is_offered()
    {
        await AppendAsync(3);
        var client = await JoinAsync(new Position(_log.Epoch, 1));
        Assert.Equal([1, 2], await ReadNumbersAsync(client, 2));
        await AppendAndOfferAsync(client, 1, from: 3);

        Assert.Equal([3], await ReadNumbersAsync(client, 1));
        Assert.True(client.Start.Resumed);
    }

    [Fact]
    public async Task An_event_that_it_read_from_the_log_and_was_offered_too_is_sent_once()
    {
        await AppendAsync(2);
        var client = await JoinAsync(new Position(_log.Epoch, 0));
        await client.ReadAsync(_batch); // reads 0 and 1, and takes offers from here on
        await AppendAndOfferAsync(client, 2, from: 2);

        Assert.Equal([2, 3], await ReadNumbersAsync(client, 2));
    }

    [Fact]
    public async Task A_full_queue_costs_nothing_that_is_still_retained()
    {
        var client = await JoinAsync(queueLength: 4);
        await AppendAndOfferAsync(client, 40);

        Assert.Equal(Enumerable.Range(0, 40), await ReadNumbersAsync(client, 40));
        await AppendAndOfferAsync(client, 1, from: 40);
        Assert.Equal([40], await ReadNumbersAsync(client, 1));
    }

    [Fact]
    public async Task A_client_that_was_behind_again_and_again_still_gets_each_event_once_in_order()
    {
        var client = await JoinAsync(queueLength: 2);
        var next = 0;
        for (var round = 0; round < 30; round++)
        {
            await AppendAndOfferAsync(client, 5, from: next);
            Assert.Equal(Enumerable.Range(next, 5), await ReadNumbersAsync(client, 5));
            next += 5;
        }
    }

    [Fact]
    public async Task Events_trimmed_before_it_read_them_are_told_as_a_gap()
    {
        var client = await JoinAsync(queueLength: 1);
        await AppendAndOfferAsync(client, 80);
        await _log.TrimAsync(Token);
        var frames = await ReadAsync(client, 52);

        Assert.Equal(0, Assert.IsType<EventFrame>(frames[0]).Number());
        var gap = Assert.IsType<GapFrame>(frames[1]);
        Assert.Equal((1, 31, GapReason.Expired), (gap.After.Sequence, gap.Before.Sequence, gap.Reason));
        Assert.Equal(Enumerable.Range(30, 50), frames.Skip(2).Cast<EventFrame>().Numbers());
    }

    [Theory]
    [InlineData("otherepoch", 1, GapReason.Epoch)]
    [InlineData(null, 99, GapReason.Lost)]
    internal async Task A_position_that_this_log_never_gave_is_told_as_a_gap(string? epoch, long sequence, GapReason reason)
    {
        await AppendAsync(3);
        var client = await JoinAsync(new Position(epoch ?? _log.Epoch, sequence));
        await AppendAndOfferAsync(client, 1, from: 3);
        await client.ReadAsync(_batch);

        var gap = Assert.IsType<GapFrame>(_batch[0]);
        Assert.Equal((reason, 1), (gap.Reason, gap.Before.Sequence));
        Assert.Equal(_log.Epoch, gap.Before.Epoch);
        Assert.False(client.Start.Resumed);
        Assert.Equal(Enumerable.Range(0, 4), _batch.Skip(1).Cast<EventFrame>().Numbers());
    }

    [Fact]
    public async Task It_begins_with_the_last_events_when_asked_to_and_could_resume_before_them()
    {
        await AppendAsync(10);
        var client = await JoinAsync(last: 2);
        await AppendAndOfferAsync(client, 1, from: 10);

        Assert.Equal([8, 9, 10], await ReadNumbersAsync(client, 3));
        Assert.Equal(8, client.Start.Position.Sequence);
    }

    [Fact]
    public async Task Closing_comes_after_what_is_queued_and_is_the_last()
    {
        var client = await JoinAsync();
        await AppendAndOfferAsync(client, 2);
        client.Close(CloseReason.Shutdown);
        client.Close(CloseReason.Kicked);

        Assert.Equal([0, 1], await ReadNumbersAsync(client, 2));
        Assert.False(await client.WaitAsync());
        Assert.Equal(CloseReason.Shutdown, client.Closing!.Reason);
    }

    [Fact]
    public async Task A_client_that_is_behind_is_closed_at_once()
    {
        await AppendAsync(10);
        var client = await JoinAsync(new Position(_log.Epoch, 0));
        client.Close(CloseReason.Shutdown);

        Assert.False(await client.WaitAsync());
        Assert.Equal(CloseReason.Shutdown, client.Closing!.Reason);
    }

    [Fact]
    public async Task An_ephemeral_event_is_sent_also_while_it_catches_up()
    {
        await AppendAsync(2);
        var client = await JoinAsync(new Position(_log.Epoch, 0));
        client.Offer(new EventFrame(Event("a", 100), position: null), now: 0);

        Assert.Equal([0, 1, 100], await ReadNumbersAsync(client, 3));
    }

    [Fact]
    public async Task A_heartbeat_that_waited_while_it_read_later_events_does_not_take_it_back()
    {
        await AppendAsync(1);
        var client = await JoinAsync(new Position(_log.Epoch, 0));
        await client.ReadAsync(_batch); // reads 0, and takes offers from here on
        client.Offer(new HeartbeatFrame(new Position(_log.Epoch, 1), 1), now: 0);
        await AppendAndOfferAsync(client, 1, from: 1);

        Assert.Equal([1], await ReadNumbersAsync(client, 1)); // from the log
        await client.ReadAsync(_batch);
        Assert.Single(_batch);
    }

    [Fact]
    public async Task Its_lag_is_what_is_queued_or_how_far_the_log_is_ahead()
    {
        var client = await JoinAsync(queueLength: 4);
        await AppendAndOfferAsync(client, 3);
        Assert.Equal(3, client.Lag);
        await AppendAndOfferAsync(client, 10, from: 3);
        Assert.Equal(13, client.Lag);
        _ = await ReadNumbersAsync(client, 13);
        Assert.Equal(0, client.Lag);
    }

    private async Task<FeedClient> JoinAsync(Position? after = null, int last = 0, int queueLength = 100)
    {
        var client = new FeedClient(Following("**"), "test", _log, queueLength, _time);
        await client.StartAsync(after, last, Token);
        return client;
    }

    private ValueTask<IReadOnlyList<Receipt>> AppendAsync(int count, int from = 0) =>
        _log.AppendAsync([.. Enumerable.Range(from, count).Select(n => Event("a", n))], Token);

    // As the hub does it: an event is appended and then offered.
    private async Task AppendAndOfferAsync(FeedClient client, int count, int from = 0)
    {
        var head = _log.Head;
        await AppendAsync(count, from);
        foreach (var frame in (await _log.ReadAsync(head, subscription: null, count, conflate: false, Token)).Frames)
        {
            client.Offer(frame, now: 0);
        }
    }

    private static async Task<List<Frame>> ReadAsync(FeedClient client, int count)
    {
        var frames = new List<Frame>();
        while (frames.Count < count)
        {
            var batch = new List<Frame>();
            Assert.True(await client.WaitAsync());
            await client.ReadAsync(batch);
            frames.AddRange(batch);
        }

        return frames;
    }

    private static async Task<IEnumerable<int>> ReadNumbersAsync(FeedClient client, int count) =>
        (await ReadAsync(client, count)).Cast<EventFrame>().Numbers();
}

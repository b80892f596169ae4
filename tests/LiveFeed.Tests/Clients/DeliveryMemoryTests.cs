using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>What clients have in memory is counted, and has one bound.</summary>
public sealed class DeliveryMemoryTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryEventLog _log;

    public DeliveryMemoryTests() => _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static long BytesOfOne => new EventFrame(Event("a", 0), position: null).HeldBytes;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task A_frame_in_many_queues_is_counted_once_until_the_last_has_written_it()
    {
        var budget = new MemoryBudget(long.MaxValue);
        var held = new DeliveryMemory(budget);
        FeedClient[] clients = [await JoinAsync(held), await JoinAsync(held), await JoinAsync(held)];
        await AppendAndOfferAsync(1, clients);
        Assert.Equal(BytesOfOne, budget.Held);

        foreach (var client in clients)
        {
            await client.ReadAsync([]);
            Assert.Equal(BytesOfOne, budget.Held); // taken from the queue, and not written yet
            Assert.Equal(BytesOfOne, client.HeldBytes);
        }

        clients[0].Wrote(1);
        clients[1].LetGoOfAll();
        Assert.Equal(BytesOfOne, budget.Held);
        clients[2].Wrote(1);
        Assert.Equal(0, budget.Held);
        Assert.Equal(0, clients[2].HeldBytes);
    }

    [Fact]
    public async Task A_frame_for_one_client_counts_until_it_is_written()
    {
        var budget = new MemoryBudget(long.MaxValue);
        var client = await JoinAsync(new DeliveryMemory(budget));
        var said = new HeartbeatFrame(_log.Epochs.PositionOf(0), 0);

        Assert.True(client.TryTell(said));
        await client.ReadAsync([]);
        Assert.Equal(said.WireBytes, budget.Held);
        Assert.Equal(said.WireBytes, client.HeldBytes);

        client.Wrote(0);
        Assert.Equal(0, budget.Held);
        Assert.Equal(0, client.HeldBytes);
    }

    [Fact]
    public async Task A_frame_for_a_client_that_leaves_does_not_count_for_ever()
    {
        var budget = new MemoryBudget(long.MaxValue);
        var held = new DeliveryMemory(budget);
        var said = new HeartbeatFrame(_log.Epochs.PositionOf(0), 0);
        for (var i = 0; i < 2_000; i++)
        {
            var client = await JoinAsync(held);
            using var both = new Barrier(2);
            var saying = Task.Run(
                () =>
                {
                    both.SignalAndWait(Token);
                    while (client.TryTell(said))
                    {
                        // until it has left, or too much waits
                    }
                },
                Token);
            both.SignalAndWait(Token);
            client.LetGoOfAll();
            await saying;
        }

        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task A_client_that_leaves_frees_what_is_queued_for_it()
    {
        var budget = new MemoryBudget(long.MaxValue);
        var client = await JoinAsync(new DeliveryMemory(budget));
        await AppendAndOfferAsync(10, client);
        Assert.Equal(10 * BytesOfOne, budget.Held);

        client.LetGoOfAll();
        await AppendAndOfferAsync(1, client);

        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task A_client_without_room_in_memory_falls_behind_and_gets_everything_once_in_order_when_there_is_room()
    {
        var budget = new MemoryBudget(100 * BytesOfOne);
        var held = new DeliveryMemory(budget);
        var client = await JoinAsync(held);
        await AppendAndOfferAsync(2, client);
        budget.Take(98 * BytesOfOne);
        await AppendAndOfferAsync(5, client);
        Assert.Equal(100 * BytesOfOne, budget.Held);

        var frames = new List<Frame>();
        await client.ReadAsync(frames);
        client.Wrote(2);
        Assert.True(await client.WaitAsync());
        await client.ReadAsync(frames); // finds the queue empty, and itself behind
        var reading = client.ReadAsync(frames).AsTask();
        Assert.False(reading.IsCompleted);
        budget.Return(98 * BytesOfOne);
        while (!reading.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        Assert.Equal([0, 1, 0, 1, 2, 3, 4], frames.Cast<EventFrame>().Numbers());
    }

    [Fact]
    public async Task A_client_that_sleeps_with_an_empty_queue_wakes_when_there_is_no_room_for_an_event()
    {
        var budget = new MemoryBudget(10 * BytesOfOne);
        var client = await JoinAsync(new DeliveryMemory(budget));
        var waiting = client.WaitAsync().AsTask();
        budget.Take(10 * BytesOfOne);

        await AppendAndOfferAsync(1, client);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_client_that_waits_long_for_room_is_told_to_come_back()
    {
        var budget = new MemoryBudget(1_000);
        budget.Take(1_000);
        var client = new FeedClient(Following("a"), "test", _log, queueLength: 100, _time, new DeliveryMemory(budget));
        await client.StartAsync(new Position(_log.Epoch, 0), last: 0, Token);

        var reading = client.ReadAsync([]).AsTask();
        while (!reading.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.False(await client.WaitAsync());
        Assert.Equal(CloseReason.Unavailable, client.Closing!.Reason);
    }

    [Fact]
    public async Task The_last_events_are_read_a_page_at_a_time()
    {
        const int Events = 2_500;
        await _log.AppendAsync([.. Enumerable.Range(0, Events).Select(n => Event("a", n))], Token);
        var budget = new MemoryBudget(long.MaxValue);
        var client = new FeedClient(Following("a"), "test", _log, queueLength: 100, _time, new DeliveryMemory(budget));
        await client.StartAsync(after: null, last: Events, Token);
        Assert.Equal(sizeof(long) * Events, budget.Held);

        var frames = new List<Frame>();
        while (frames.Count < Events)
        {
            var before = frames.Count;
            Assert.True(await client.WaitAsync());
            await client.ReadAsync(frames);
            Assert.InRange(frames.Count - before, 1, ReadLimits.PageEvents);
            client.Wrote(frames.Count - before);
        }

        Assert.Equal(Enumerable.Range(0, Events), frames.Cast<EventFrame>().Numbers());
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task A_client_with_a_window_of_its_own_holds_little_of_what_the_log_keeps()
    {
        const int Count = 200;
        var budget = new MemoryBudget(long.MaxValue);
        var client = await JoinPacedAsync(new DeliveryMemory(budget));
        await _log.AppendAsync([.. Enumerable.Range(0, Count).Select(n => Event("a", n))], Token);
        foreach (var frame in (await _log.ReadAsync(0, subscription: null, Count, conflate: false, Token)).Frames)
        {
            client.Offer(frame, 0);
        }

        Assert.True(Count * BytesOfOne > 64 << 10);
        Assert.InRange(budget.Held, 1, 64 << 10);
        var batch = new List<Frame>();
        for (var head = client.BeginBurst(); client.HasMore(head);)
        {
            await client.ReadAsync(batch);
        }

        Assert.Equal(Enumerable.Range(1, Count), batch.Select(frame => (int)frame.LastSequence));
    }

    [Fact]
    public async Task A_window_ends_early_when_the_memory_of_what_waits_is_needed()
    {
        var client = await JoinPacedAsync(new DeliveryMemory(new MemoryBudget(long.MaxValue)));
        client.EndBurst();
        var pause = client.PauseAsync().AsTask();
        Assert.False(pause.IsCompleted);

        client.EndWindow();

        Assert.True(await pause);
        client.BeginBurst();
        client.EndBurst();
        Assert.False(client.PauseAsync().AsTask().IsCompleted);
    }

    private async Task<FeedClient> JoinPacedAsync(DeliveryMemory held)
    {
        var client = new FeedClient(Following("a"), "test", _log, queueLength: 1_000, _time, held);
        client.Pace(TimeSpan.FromMinutes(1), isPaced: true);
        await client.StartAsync(after: null, last: 0, Token);
        return client;
    }

    private async Task<FeedClient> JoinAsync(DeliveryMemory held)
    {
        var client = new FeedClient(Following("a"), "test", _log, queueLength: 100, _time, held);
        await client.StartAsync(after: null, last: 0, Token);
        return client;
    }

    private async Task AppendAndOfferAsync(int count, params FeedClient[] clients)
    {
        var head = _log.Head;
        await _log.AppendAsync([.. Enumerable.Range(0, count).Select(n => Event("a", n))], Token);
        foreach (var frame in (await _log.ReadAsync(head, subscription: null, count, conflate: false, Token)).Frames)
        {
            Array.ForEach(clients, client => client.Offer(frame, now: 0));
        }
    }
}

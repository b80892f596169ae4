using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>
/// A client whose own topics are quiet while others are busy. Retention passes events that were never for it.
/// </summary>
public sealed class QuietClientTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryEventLog _log;

    public QuietClientTests() => _log = new MemoryEventLog(Options.Create(new LogOptions { MaxEvents = 50 }), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task A_client_whose_queue_overflows_goes_on_where_it_overflowed_and_gets_no_gap()
    {
        var client = await JoinAsync();
        await AppendAsync("other", 200);
        await _log.TrimAsync(Token);

        await AppendAndOfferAsync(client, 10);

        Assert.Equal(Enumerable.Range(0, 10), (await ReadAsync(client, 10)).Cast<EventFrame>().Numbers());
    }

    [Fact]
    public async Task A_gap_in_its_own_events_is_told_from_where_its_queue_overflowed()
    {
        var client = await JoinAsync();
        await AppendAsync("other", 200);
        await AppendAndOfferAsync(client, 80);
        await _log.TrimAsync(Token);

        var frames = await ReadAsync(client, 55);

        Assert.Equal([0, 1, 2, 3], frames.TakeWhile(frame => frame is EventFrame).Cast<EventFrame>().Numbers());
        var gap = Assert.Single(frames.OfType<GapFrame>());
        Assert.Equal((204, 231), (gap.After.Sequence, gap.Before.Sequence));
    }

    [Fact]
    public async Task A_burst_of_ephemeral_events_that_overflows_its_queue_does_not_have_it_read_the_log()
    {
        var client = await JoinAsync();
        await AppendAsync("other", 200);
        await _log.TrimAsync(Token);
        for (var i = 0; i < 10; i++)
        {
            client.Offer(new EventFrame(Event("a", i), position: null), now: 0);
        }

        Assert.Equal([0, 1, 2, 3], (await ReadAsync(client, 4)).Cast<EventFrame>().Numbers());
        await AppendAndOfferAsync(client, 1);
        Assert.Equal([0], (await ReadAsync(client, 1)).Cast<EventFrame>().Numbers());
    }

    [Fact]
    public async Task A_client_that_falls_behind_with_the_hub_goes_on_from_the_position_of_the_hub()
    {
        var client = await JoinAsync();
        await AppendAsync("other", 200);
        await AppendAsync("a", 3);
        await _log.TrimAsync(Token);

        client.FallBehind(through: 200);

        Assert.Equal([0, 1, 2], (await ReadAsync(client, 3)).Cast<EventFrame>().Numbers());
    }

    [Fact]
    public async Task A_heartbeat_moves_the_client_on()
    {
        var client = await JoinAsync();
        await AppendAsync("other", 200);
        client.Offer(new HeartbeatFrame(new Position(_log.Epoch, 200), 200), now: 0);
        await ReadAsync(client, 1);
        await _log.TrimAsync(Token);

        client.FallBehind(through: 0);
        await AppendAsync("a", 1);

        Assert.Equal([0], (await ReadAsync(client, 1)).Cast<EventFrame>().Numbers());
    }

    [Fact]
    public async Task One_heartbeat_at_most_waits_for_it()
    {
        var client = await JoinAsync();
        for (var i = 0; i < 10; i++)
        {
            client.Offer(new HeartbeatFrame(new Position(_log.Epoch, 0), 0), now: 0);
        }

        Assert.Equal(1, client.Queued);
    }

    private async Task<FeedClient> JoinAsync()
    {
        var client = new FeedClient(Following("a"), "test", _log, queueLength: 4, _time);
        await client.StartAsync(after: null, last: 0, Token);
        return client;
    }

    private ValueTask<IReadOnlyList<Receipt>> AppendAsync(string topic, int count) =>
        _log.AppendAsync([.. Enumerable.Range(0, count).Select(n => Event(topic, n))], Token);

    private async Task AppendAndOfferAsync(FeedClient client, int count)
    {
        var head = _log.Head;
        await AppendAsync("a", count);
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
            Assert.True(await client.WaitAsync());
            await client.ReadAsync(frames);
        }

        return frames;
    }
}

using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Log;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>While a live client waits with nothing queued, the hub sends to it past the queue.</summary>
public sealed class DirectSendTests : IAsyncDisposable
{
    private readonly MemoryEventLog _log = new(Options.Create(new LogOptions()), TimeProvider.System);
    private readonly RecordingSink _sink = new();
    private readonly FeedClient _client;

    public DirectSendTests()
    {
        _client = new FeedClient(Following("**"), "test", _log, queueLength: 10, TimeProvider.System);
        _client.OpenLine(_sink);
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task A_waiting_client_is_sent_to_on_the_spot_and_stays_asleep()
    {
        var waiting = await ParkAsync();
        Offer(1, 2);

        Assert.Equal([1, 2], _sink.Sent.Numbers());
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, _client.Queued);
    }

    [Fact]
    public async Task What_the_connection_does_not_take_is_queued_and_what_follows_stays_behind_it()
    {
        var waiting = await ParkAsync();
        _sink.Takes = false;
        Offer(1);
        Assert.True(await waiting);
        _sink.Takes = true;
        Offer(2); // the transport has been woken: it is its turn

        Assert.Empty(_sink.Sent);
        Assert.Equal([1, 2], await ReadAsync());
    }

    [Fact]
    public async Task After_the_queue_is_read_sending_goes_on_directly()
    {
        var waiting = await ParkAsync();
        _sink.Takes = false;
        Offer(1);
        await waiting;
        await ReadAsync();
        _sink.Takes = true;
        _ = _client.WaitAsync().AsTask();
        Offer(2);

        Assert.Equal([2], _sink.Sent.Numbers());
    }

    [Fact]
    public async Task A_frame_that_was_taken_in_part_wakes_the_transport_to_flush_the_rest()
    {
        var waiting = await ParkAsync();
        _sink.HasRest = true;
        Offer(1);

        Assert.True(await waiting);
        Assert.Empty(await ReadAsync());
        Assert.Equal([1], _sink.Sent.Numbers());
    }

    [Fact]
    public async Task What_it_had_from_the_log_is_not_sent_again()
    {
        await _log.AppendAsync([Event("a", 0), Event("a", 1)], TestContext.Current.CancellationToken);
        await ParkAsync(); // starts at the head, after both
        Offer(1, 2, 3);

        Assert.Equal([3], _sink.Sent.Numbers());
    }

    [Fact]
    public async Task Once_it_has_ended_nothing_is_sent_directly()
    {
        var waiting = await ParkAsync();
        _client.Close(CloseReason.Shutdown);
        Assert.False(await waiting);
        Offer(1);

        Assert.Empty(_sink.Sent);
    }

    private async Task<Task<bool>> ParkAsync()
    {
        await _client.StartAsync(after: null, last: 0, TestContext.Current.CancellationToken);
        return _client.WaitAsync().AsTask();
    }

    // An event of sequence n says n.
    private void Offer(params int[] sequences)
    {
        foreach (var sequence in sequences)
        {
            _client.Offer(new EventFrame(Event("a", sequence), new Position(_log.Epoch, sequence)));
        }
    }

    private async Task<IEnumerable<int>> ReadAsync()
    {
        var batch = new List<Frame>();
        await _client.ReadAsync(batch);
        return batch.Cast<EventFrame>().Numbers();
    }

    private sealed class RecordingSink : IFrameSink
    {
        internal List<EventFrame> Sent { get; } = [];

        internal bool Takes { get; set; } = true;

        public bool HasRest { get; set; }

        public bool TrySend(Frame frame)
        {
            if (Takes)
            {
                Sent.Add((EventFrame)frame);
            }

            return Takes;
        }
    }
}

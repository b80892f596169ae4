using System.Buffers;
using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Memory;
using LiveFeed.Streaming.WebSockets;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>While a live client waits with nothing queued, it is sent events and answers past the queue.</summary>
public sealed class DirectSendTests : IAsyncDisposable
{
    private readonly MemoryEventLog _log = new(Options.Create(new LogOptions()), TimeProvider.System);
    private readonly RecordingConnection _connection = new();
    private readonly MemoryBudget _budget = new(long.MaxValue);
    private readonly FeedClient _client;

    public DirectSendTests()
    {
        _client = new FeedClient(
            Following("**"), "test", _log, queueLength: 10, TimeProvider.System, new DeliveryMemory(_budget));
        _client.WriteDirectlyBy(new DirectWrite(_connection, NumberEncoder.Instance));
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task A_waiting_client_is_sent_to_on_the_spot_and_stays_asleep()
    {
        var waiting = await ParkAsync();
        Offer(1, 2);

        Assert.Equal([1, 2], _connection.Sent);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, _client.Queued);
    }

    [Fact]
    public async Task Bytes_that_the_connection_does_not_take_are_queued_and_later_ones_stay_behind_them()
    {
        var waiting = await ParkAsync();
        _connection.Outcome = SendOutcome.NotSent;
        Offer(1);
        Assert.True(await waiting);
        _connection.Outcome = SendOutcome.Sent;
        Offer(2); // the transport has been woken: it is its turn

        Assert.Empty(_connection.Sent);
        Assert.Equal([1, 2], await ReadAsync());
    }

    [Fact]
    public async Task After_the_queue_is_read_sending_goes_on_directly()
    {
        var waiting = await ParkAsync();
        _connection.Outcome = SendOutcome.NotSent;
        Offer(1);
        await waiting;
        await ReadAsync();
        _connection.Outcome = SendOutcome.Sent;
        _ = _client.WaitAsync().AsTask();
        Offer(2);

        Assert.Equal([2], _connection.Sent);
    }

    [Fact]
    public async Task A_frame_that_was_taken_in_part_wakes_the_transport_to_flush_the_rest()
    {
        var waiting = await ParkAsync();
        _connection.Outcome = SendOutcome.SentInPart;
        Offer(1);

        Assert.True(await waiting);
        Assert.Empty(await ReadAsync());
        Assert.Equal([1], _connection.Sent);
    }

    [Fact]
    public async Task Events_that_a_client_got_from_the_log_are_not_sent_again()
    {
        await _log.AppendAsync([Event("a", 0), Event("a", 1)], TestContext.Current.CancellationToken);
        await ParkAsync(); // starts at the head, after both
        Offer(1, 2, 3);

        Assert.Equal([3], _connection.Sent);
    }

    [Fact]
    public async Task A_batch_is_sent_in_one_piece_and_moves_the_client_past_all_of_it()
    {
        await ParkAsync();
        OfferBatch(1, 2);
        Offer(2, 3);

        Assert.Equal([1, 2, 3], _connection.Sent);
        Assert.Equal(3, _client.Sent);
    }

    [Fact]
    public async Task A_batch_of_which_it_had_a_part_from_the_log_is_taken_apart()
    {
        await _log.AppendAsync([Event("a", 0)], TestContext.Current.CancellationToken);
        var waiting = await ParkAsync(); // starts at the head, after the first
        OfferBatch(1, 2);

        Assert.True(await waiting);
        Assert.Equal([2], await ReadAsync());
        Assert.Empty(_connection.Sent);
    }

    [Fact]
    public async Task Nothing_is_sent_directly_to_a_client_that_has_ended()
    {
        var waiting = await ParkAsync();
        _client.Close(CloseReason.Shutdown);
        Assert.False(await waiting);
        Offer(1);

        Assert.Empty(_connection.Sent);
    }

    [Fact]
    public async Task An_answer_to_a_waiting_client_is_sent_on_the_spot_and_holds_nothing()
    {
        var waiting = await ParkAsync();
        Assert.True(_client.TryTell(Answer(7)));
        Offer(1);

        Assert.Equal([7, 1], _connection.Sent);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public async Task An_answer_does_not_overtake_one_that_waits()
    {
        var waiting = await ParkAsync();
        Assert.True(_client.TryTell(Answer(7), nudges: false));
        Assert.True(_client.TryTell(Answer(8)));

        Assert.True(await waiting);
        Assert.Empty(_connection.Sent);
        Assert.Equal([7, 8], await ReadAsync());
    }

    [Fact]
    public async Task An_answer_that_the_connection_does_not_take_waits_for_the_transport()
    {
        var waiting = await ParkAsync();
        _connection.Outcome = SendOutcome.NotSent;
        Assert.True(_client.TryTell(Answer(7)));

        Assert.True(await waiting);
        Assert.Equal([7], await ReadAsync());
    }

    [Fact]
    public async Task An_answer_that_was_taken_in_part_wakes_the_transport_and_counts_until_the_rest_is_written()
    {
        var waiting = await ParkAsync();
        _connection.Outcome = SendOutcome.SentInPart;
        var answer = Answer(7);
        Assert.True(_client.TryTell(answer));

        Assert.True(await waiting);
        Assert.Empty(await ReadAsync());
        Assert.Equal([7], _connection.Sent);
        Assert.Equal((answer.WireBytes, answer.WireBytes), (_budget.Held, _client.HeldBytes));

        _client.Wrote(0);
        Assert.Equal((0, 0), (_budget.Held, _client.HeldBytes));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_encoded_ends_only_its_client()
    {
        var waiting = await ParkAsync();
        _connection.Fails = true;
        Assert.True(_client.TryTell(Answer(7)));

        Assert.False(await waiting);
        Assert.False(_client.TryTell(Answer(8)));
        Assert.NotNull(_client.Fault);
    }

    [Fact]
    public async Task Answers_and_events_of_several_threads_each_come_once()
    {
        const int Each = 10_000;
        var told = 0;
        var serving = ServeAsync();
        await Task.WhenAll(
            Task.Run(() => Parallel.For(0, 2, _ => TellAll()), TestContext.Current.CancellationToken),
            Task.Run(() => OfferAll(), TestContext.Current.CancellationToken));
        _client.Abort();
        await serving;

        Assert.Equal(told, _connection.Sent.Count(one => one == 7));
        Assert.Equal(Each, _connection.Sent.Count(one => one == 1));
        Assert.Equal(0, _budget.Held);

        void TellAll()
        {
            for (var i = 0; i < Each; i++)
            {
                Assert.True(SpinWait.SpinUntil(() => _client.TryTell(Answer(7)), TimeSpan.FromMinutes(1)));
                Interlocked.Increment(ref told);
            }
        }

        void OfferAll()
        {
            for (var i = 1; i <= Each; i++)
            {
                // Its queue has room, also for a nudge.
                Assert.True(SpinWait.SpinUntil(() => _client.Queued < 5, TimeSpan.FromMinutes(1)));
                _client.Offer(new EventFrame(Event("a", 1), new Position(_log.Epoch, i)), now: 0);
            }
        }
    }

    // As a transport does: writes what it reads, in its turn.
    private async Task ServeAsync()
    {
        await _client.StartAsync(after: null, last: 0, TestContext.Current.CancellationToken);
        while (await _client.WaitAsync())
        {
            var batch = new List<Frame>();
            await _client.ReadAsync(batch);
            batch.ForEach(frame => _connection.TrySend(frame.Encoded(NumberEncoder.Instance)));
            _client.Wrote(0);
        }
    }

    // An answer that says a number.
    private static TextFrame Answer(byte number) => new([number]);

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
            _client.Offer(Frame(sequence), now: 0);
        }
    }

    // Events of these sequences, as one batch.
    private void OfferBatch(int first, int second) => _client.Offer(BatchFrame.Of(Frame(first)).With(Frame(second)), now: 0);

    private EventFrame Frame(int sequence) => new(Event("a", sequence), new Position(_log.Epoch, sequence));

    private async Task<IEnumerable<int>> ReadAsync()
    {
        var batch = new List<Frame>();
        await _client.ReadAsync(batch);
        return [.. batch.SelectMany(frame => frame.Encoded(NumberEncoder.Instance)).Select(one => (int)one)];
    }

    private sealed class RecordingConnection : IDirectConnection
    {
        internal List<int> Sent { get; } = [];

        internal SendOutcome Outcome { get; set; } = SendOutcome.Sent;

        internal bool Fails { get; set; }

        public SendOutcome TrySend(byte[] bytes)
        {
            if (Fails)
            {
                throw new InvalidOperationException("made to fail");
            }

            if (Outcome != SendOutcome.NotSent)
            {
                Sent.AddRange(bytes.Select(one => (int)one));
            }

            return Outcome;
        }
    }

    // An event or an answer as the byte that it says.
    private sealed class NumberEncoder : FrameEncoder
    {
        internal static NumberEncoder Instance { get; } = new();

        internal override void Write(Frame frame, IBufferWriter<byte> to)
        {
            if (frame is BatchFrame batch)
            {
                batch.Join(this, to);
            }
            else
            {
                to.Write(frame is TextFrame answer ? answer.Json : [(byte)((EventFrame)frame).Number()]);
            }
        }
    }
}

using System.Threading.Channels;
using LiveFeed.Hub;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub;

public sealed class LaneSchedulerTests
{
    [Fact]
    public async Task A_request_during_a_turn_is_done_in_the_next_turn()
    {
        var turn = new HeldTurn();
        var turns = new LaneScheduler(turn.MakeAsync);

        turns.Ask();
        await turn.BegunAsync(1);
        turns.Ask();
        turns.Ask();
        turn.End();
        await turn.BegunAsync(2);
        turn.End();
        await turns.StopAsync().WithinDeadline();

        Assert.Equal(2, turn.Begun);
    }

    [Fact]
    public async Task A_turn_made_by_the_caller_does_not_wait_for_a_turn_on_another_thread()
    {
        var turn = new HeldTurn();
        var turns = new LaneScheduler(turn.MakeAsync);

        turns.Ask();
        await turn.BegunAsync(1);
        turns.MakeHere(); // returns, though the first has not ended
        turn.End();
        await turn.BegunAsync(2);
        turn.End();
        await turns.StopAsync().WithinDeadline();
    }

    [Fact]
    public void A_turn_can_be_made_by_the_thread_that_asks()
    {
        var thread = 0;
        var turns = new LaneScheduler(() =>
        {
            thread = Environment.CurrentManagedThreadId;
            return ValueTask.CompletedTask;
        });

        turns.MakeHere();

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public async Task Stopping_waits_for_the_turn_that_is_made_and_lets_no_other_begin()
    {
        var turn = new HeldTurn();
        var turns = new LaneScheduler(turn.MakeAsync);

        turns.Ask();
        await turn.BegunAsync(1);
        var stopping = turns.StopAsync();
        var stoppedEarly = stopping.IsCompleted;
        turn.End();
        await stopping.WithinDeadline();
        turns.Ask();
        turns.MakeHere();

        Assert.False(stoppedEarly);
        Assert.Equal(1, turn.Begun);
    }

    [Fact]
    public async Task Turns_never_overlap_and_none_is_missed_whichever_thread_asks()
    {
        const int Threads = 4, Asks = 20_000;
        var (inTurn, overlaps, seen, asked) = (0, 0, 0, 0);
        var turns = new LaneScheduler(() =>
        {
            overlaps += Interlocked.Exchange(ref inTurn, 1);
            seen = Volatile.Read(ref asked);
            Volatile.Write(ref inTurn, 0);
            return ValueTask.CompletedTask;
        });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(number => Task.Run(() =>
        {
            for (var i = 0; i < Asks; i++)
            {
                Interlocked.Increment(ref asked);
                if (number % 2 == 0)
                {
                    turns.Ask();
                }
                else
                {
                    turns.MakeHere();
                }
            }
        }))).WithinDeadline();

        await Deadline.UntilAsync(() => Volatile.Read(ref seen) == Threads * Asks, "the last ask is seen by a turn");
        Assert.Equal(0, overlaps);
    }

    /// <summary>A turn that lasts until the test ends it.</summary>
    private sealed class HeldTurn
    {
        private readonly Channel<bool> _begins = Channel.CreateUnbounded<bool>();
        private readonly Channel<bool> _ends = Channel.CreateUnbounded<bool>();
        private int _begun;

        internal int Begun => Volatile.Read(ref _begun);

        internal async ValueTask MakeAsync()
        {
            Interlocked.Increment(ref _begun);
            _begins.Writer.TryWrite(true);
            await _ends.Reader.ReadAsync();
        }

        internal async Task BegunAsync(int number)
        {
            await _begins.Reader.ReadAsync(TestContext.Current.CancellationToken).WithinDeadline();
            Assert.Equal(number, Begun);
        }

        internal void End() => _ends.Writer.TryWrite(true);
    }
}

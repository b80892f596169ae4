using LiveFeed.Scheduling;

namespace LiveFeed.Hub;

/// <summary>
/// Runs a lane's turns, one at a time, on the thread pool or on the asking thread. Each turn serves all that was asked for
/// before it began. Any thread.
/// </summary>
/// <param name="turn">Makes one turn; must not throw.</param>
internal sealed class LaneScheduler(Func<ValueTask> turn) : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Asked = 1; // a turn must begin
    private const int Running = 2;
    private const int AskedAgain = 3; // another must begin when the running one ends

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state; // by Interlocked
    private volatile bool _stopping;

    /// <summary>There is something to do: the thread pool runs a turn.</summary>
    internal void Ask()
    {
        if (BecomesAsked())
        {
            Queue();
        }
    }

    /// <summary>There is something to do: this thread runs the turn, unless one is under way already.</summary>
    internal void MakeHere()
    {
        if (BecomesAsked())
        {
            _ = MakeAsync();
        }
    }

    /// <summary>Completes when the last turn has ended and none will begin.</summary>
    internal Task StopAsync()
    {
        _stopping = true;
        Ask();
        return _stopped.Task;
    }

    /// <summary>Gives the processor to other threads, unless long work would take it.</summary>
    internal static void Yield()
    {
        if (!LowPriorityWork.IsGoingOn)
        {
            Thread.Yield();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Yield(); // the publisher gets its answer first, when there is more work than processors
        _ = MakeAsync();
    }

    // Continues where an await would: on the thread pool, or in the context that runs a whole hub in its own order.
    private void Queue()
    {
        if (SynchronizationContext.Current is { } context)
        {
            context.Post(static turns => _ = ((LaneScheduler)turns!).MakeAsync(), this);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // True when the caller must see to it that a turn runs.
    private bool BecomesAsked()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var next = state is Idle or Asked ? Asked : AskedAgain;
            if (state == next || Interlocked.CompareExchange(ref _state, next, state) == state)
            {
                return state == Idle;
            }
        }
    }

    private async Task MakeAsync()
    {
        // The turn sees all that was asked for before this line.
        Interlocked.Exchange(ref _state, Running);
        if (_stopping)
        {
            _stopped.TrySetResult(); // the state stays Running: no other turn begins
            return;
        }

        await turn();
        if (Interlocked.CompareExchange(ref _state, Idle, Running) != Running)
        {
            Volatile.Write(ref _state, Asked);
            Queue();
        }
    }
}

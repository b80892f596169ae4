using LiveFeed.Scheduling;

namespace LiveFeed.Hub;

/// <summary>
/// Has a lane's turns made, one at a time and each for all that was asked for until it began: by the thread pool, or by the
/// thread that asks. Any thread.
/// </summary>
/// <param name="turn">Makes one turn; must not throw.</param>
internal sealed class LaneScheduler(Func<ValueTask> turn) : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Asked = 1; // a turn is to begin
    private const int Running = 2;
    private const int AskedAgain = 3; // one is to begin when the running one ends

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state; // by Interlocked
    private volatile bool _stopping;

    /// <summary>There is something to do: the thread pool has a turn made.</summary>
    internal void Ask()
    {
        if (BecomesAsked())
        {
            Queue();
        }
    }

    /// <summary>There is something to do, and this thread makes the turn, unless one is on its way anyhow.</summary>
    internal void MakeHere()
    {
        if (BecomesAsked())
        {
            _ = MakeAsync();
        }
    }

    /// <summary>Done when the last turn has ended and none will begin.</summary>
    internal Task StopAsync()
    {
        _stopping = true;
        Ask();
        return _stopped.Task;
    }

    /// <summary>Lets others have the processor, unless it would be long work that takes it.</summary>
    internal static void Yield()
    {
        if (!LowPriorityWork.IsGoingOn)
        {
            Thread.Yield();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Yield(); // who published is answered first, where there are no more processors than work
        _ = MakeAsync();
    }

    // Where an await would go on: the thread pool, or who runs all of a hub in an order of its own.
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

    // True when the caller is to see to it that a turn is made.
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
        // What was asked for before this line, the turn sees.
        Interlocked.Exchange(ref _state, Running);
        if (_stopping)
        {
            _stopped.TrySetResult(); // and running it stays: no other turn begins
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

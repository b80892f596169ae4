namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// Lets one writer at a time at a connection: a client's pump, the hub, or the engine itself. Who waits gets it in the order
/// of asking. Any thread; without anyone waiting it is one atomic step.
/// </summary>
/// <param name="lock">Guards those who wait; may guard other things, too.</param>
internal sealed class WriteGate(Lock @lock)
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Awaited = 2; // taken, and someone waits

    private Queue<TaskCompletionSource<bool>>? _waiting; // guarded by the lock; null until someone has to wait
    private int _state; // by Interlocked; from and to Awaited only under the lock

    /// <summary>Takes it if it is free.</summary>
    internal bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Free) == Free;

    /// <summary>Takes it when all before have given it back. False when the wait was cut off.</summary>
    internal async ValueTask<bool> TakeAsync(CancellationToken cutOff)
    {
        if (TryTake())
        {
            return true;
        }

        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (@lock)
        {
            if (!MustWait_NeedsLock())
            {
                return true;
            }

            (_waiting ??= new()).Enqueue(turn);
        }

        await using (cutOff.UnsafeRegister(static turn => ((TaskCompletionSource<bool>)turn!).TrySetResult(false), turn))
        {
            return await turn.Task;
        }
    }

    /// <summary>Gives it back: to the first who waits, if there is one.</summary>
    internal void Release()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Taken) == Taken)
        {
            return;
        }

        lock (@lock)
        {
            while (_waiting!.TryDequeue(out var next))
            {
                if (_waiting.Count == 0)
                {
                    Volatile.Write(ref _state, Taken);
                }

                if (next.TrySetResult(true))
                {
                    return;
                }
            }

            Volatile.Write(ref _state, Free);
        }
    }

    // False: it was free at this moment, and is taken now.
    private bool MustWait_NeedsLock()
    {
        while (true)
        {
            if (TryTake())
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _state, Awaited, Taken) != Free)
            {
                return true;
            }
        }
    }
}

namespace LiveFeed.Streaming.SocketIo.Engine.Polls;

/// <summary>The POSTs of one connection. Any thread.</summary>
internal sealed class EnginePosts
{
    private int _isReading; // by Interlocked: one is read, or is read and waits for its turn
    private volatile TaskCompletionSource? _taking; // completed when the one that is taken is; set by the one that waits

    /// <summary>One is being read or taken.</summary>
    internal bool HasAny => Volatile.Read(ref _isReading) == 1 || _taking is { Task.IsCompleted: false };

    /// <summary>One has come. Null when another one is being read, or waits.</summary>
    internal EnginePost? TryBegin() =>
        Interlocked.CompareExchange(ref _isReading, 1, 0) == 0 ? new EnginePost(this) : null;

    /// <summary>Waits for the one before.</summary>
    /// <returns>Must be completed when this one is taken.</returns>
    internal async ValueTask<TaskCompletionSource> TakeTurnAsync()
    {
        if (_taking is { } before)
        {
            await before.Task; // it ends with its connection at the latest
        }

        var taking = _taking = new(TaskCreationOptions.RunContinuationsAsynchronously);
        EndReading();
        return taking;
    }

    internal void EndReading() => Volatile.Write(ref _isReading, 0);
}

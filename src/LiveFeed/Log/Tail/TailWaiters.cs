namespace LiveFeed.Log.Tail;

/// <summary>
/// Publishers that wait until a log has reached a sequence: its store has written it, or says that it has it. Guarded by
/// the lock of its tail.
/// </summary>
internal sealed class TailWaiters
{
    private readonly List<(long Sequence, TaskCompletionSource Reached)> _waiting = [];

    internal Task Add(long sequence)
    {
        // Waiters continue on another thread: the one that completes them holds the lock.
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((sequence, reached));
        return reached.Task;
    }

    internal void Complete(long through) => _waiting.RemoveAll(one => one.Sequence <= through && one.Reached.TrySetResult());

    internal void Fail(LogUnavailableException reason)
    {
        _waiting.ForEach(one => one.Reached.SetException(reason));
        _waiting.Clear();
    }
}

namespace LiveFeed.Log.Tail;

/// <summary>Publishers that wait until the file has come up to a sequence. Guarded by its log's lock.</summary>
internal sealed class WriteWaiters
{
    private readonly List<(long Sequence, TaskCompletionSource Written)> _waiting = [];

    internal Task Add(long sequence)
    {
        // Continued elsewhere: whoever completes it holds the log's lock.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((sequence, written));
        return written.Task;
    }

    internal void Complete(long through) => _waiting.RemoveAll(one => one.Sequence <= through && one.Written.TrySetResult());

    internal void Fail(LogUnavailableException reason)
    {
        _waiting.ForEach(one => one.Written.SetException(reason));
        _waiting.Clear();
    }
}

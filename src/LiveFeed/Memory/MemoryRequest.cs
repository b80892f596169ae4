namespace LiveFeed.Memory;

/// <summary>A request in the queue for bytes of the <see cref="MemoryBudget"/>. Any thread.</summary>
/// <param name="bytes">How many.</param>
/// <param name="gaveUp">Serves those behind it.</param>
internal sealed class MemoryRequest(long bytes, Action gaveUp)
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal long Bytes => bytes;

    /// <summary>True: the bytes are taken, and the caller must return them. False: it has given up.</summary>
    internal Task<bool> Answer => _answer.Task;

    /// <summary>There is nothing more to wait for.</summary>
    internal bool IsOver => Answer.IsCompleted;

    /// <summary>Ends the wait. Does nothing when the bytes are taken already.</summary>
    internal void GiveUp()
    {
        if (_answer.TrySetResult(false))
        {
            gaveUp();
        }
    }

    /// <summary>The budget calls this when it has taken the bytes. False: the request has given up.</summary>
    internal bool TryGrant() => _answer.TrySetResult(true);
}

namespace LiveFeed.Memory;

/// <summary>One who stands in line for bytes of the <see cref="MemoryBudget"/>. Any thread.</summary>
/// <param name="bytes">How many.</param>
internal sealed class MemoryRequest(long bytes)
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal long Bytes => bytes;

    /// <summary>True when the bytes are taken, which the caller then returns; false when it has given up.</summary>
    internal Task<bool> Answer => _answer.Task;

    /// <summary>There is nothing more to wait for.</summary>
    internal bool IsOver => Answer.IsCompleted;

    /// <summary>Waits no longer, unless the bytes are taken already.</summary>
    internal void GiveUp() => _answer.TrySetResult(false);

    /// <summary>For the budget: the bytes are taken. False when nobody wants them any more.</summary>
    internal bool TryGrant() => _answer.TrySetResult(true);
}

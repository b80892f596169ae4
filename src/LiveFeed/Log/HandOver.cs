namespace LiveFeed.Log;

/// <summary>
/// Who tells readers of what was appended: passed to an append by a caller that has something more urgent to do first, such
/// as to answer its producer. An append that is done at once leaves it to the caller (<see cref="IsOwed"/>). One that has to
/// wait, for the disk, tells readers itself before it waits. For one append and one caller.
/// </summary>
internal sealed class HandOver
{
    /// <summary>The caller must tell readers, whatever happens.</summary>
    internal bool IsOwed { get; private set; }

    /// <summary>To be called by the log, in place of <see cref="IEventLog.Appended"/>.</summary>
    internal void Owe() => IsOwed = true;
}

namespace LiveFeed.Log;

/// <summary>
/// Decides who notifies readers of an append. A caller passes it to do something more urgent first: answer its producer.
/// An append that completes at once leaves the notification to the caller (<see cref="IsOwed"/>). An append that waits for
/// the disk notifies readers before it waits. For one append and one caller.
/// </summary>
internal sealed class HandOver
{
    /// <summary>The caller must tell readers, whatever happens.</summary>
    internal bool IsOwed { get; private set; }

    /// <summary>The log calls this instead of raising <see cref="IEventLog.Appended"/>.</summary>
    internal void Owe() => IsOwed = true;
}

using LiveFeed.Events;

namespace LiveFeed.Clients;

/// <summary>
/// A client whose connections come and go (<see cref="JoinRequest.IsPolled"/>). Its transport asks how far it is, to answer
/// a poll for which there is nothing.
/// </summary>
internal sealed partial class FeedClient
{
    internal bool IsPolled { get; init; }

    /// <summary>Its stream is to end, or has ended.</summary>
    internal bool HasEnded => _ended;

    /// <summary>
    /// Called when its stream is to end, maybe more than once. Any thread; must not block or throw. Set by the transport's
    /// task, which then looks at <see cref="HasEnded"/>.
    /// </summary>
    internal Action? Ending { get; set; }

    /// <summary>The last sequence of the log now.</summary>
    internal long Head => _log.Head;

    /// <summary>It waits for the end of its own window, so nothing can be sent now.</summary>
    internal bool IsWithinWindow => IsPaced && !_ended && _time.GetTimestamp() < Volatile.Read(ref _nextBurst);

    /// <summary>
    /// The client has everything up to here. Right only while its transport waits, when all that was read is written.
    /// </summary>
    internal Position Reached => _log.Epochs.PositionOf(Volatile.Read(ref _cursor));

    /// <summary>Whether the client has everything up to a sequence. Right as <see cref="Reached"/>.</summary>
    internal bool HasReached(long sequence) => Volatile.Read(ref _cursor) >= sequence;

    /// <summary>
    /// Has the lane let out what it keeps back for the client, and tell it how far everything was offered. While the client
    /// reads the log, that changes nothing: it comes to the head by itself. Any thread.
    /// </summary>
    internal void RequestSync() => Index!.RequestSync(this);
}

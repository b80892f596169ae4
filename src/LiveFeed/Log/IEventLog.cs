using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log.Topics;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Log;

/// <summary>
/// The one ordered log. Every event gets its sequence here. Live delivery, replay and recovery all read the log from a
/// sequence on. Sequences only grow, also over restarts and crashes, and may have holes. When its store is replaced, a log
/// gets another epoch and its sequences go on (<see cref="LogEpochs"/>); a reader gets a gap between the two. (c) in
/// docs/architecture.md. Any thread. <c>EventLogSpecification</c> in the tests says what every implementation must do.
/// </summary>
internal interface IEventLog : IAsyncDisposable
{
    /// <summary>
    /// Raised on a thread of the log after events have become readable or the store was replaced. Nothing is coalesced, and
    /// the order is not guaranteed: a listener notes the call and reads. It must not block or throw.
    /// </summary>
    event Action? Appended;

    /// <summary>The epochs that its sequences belong to. A replaced store gives a new object.</summary>
    LogEpochs Epochs { get; }

    /// <summary>The current one.</summary>
    string Epoch { get; }

    /// <summary>The newest readable event's sequence, or a later one that no event has.</summary>
    long Head { get; }

    /// <summary>Why the log cannot take events now, for operators; null when it can.</summary>
    string? Fault { get; }

    /// <summary>
    /// Stores a batch in order, all or nothing. An event whose id is retained is not stored again and gets the receipt of
    /// the first time. Returns when the events are as durable as configured and readers are notified, or the owner of the
    /// hand-over has to notify them.
    /// </summary>
    /// <exception cref="IdempotencyConflictException">An id belongs to an event with other content.</exception>
    /// <exception cref="LogUnavailableException">
    /// The log cannot write. Nothing of the batch was stored; if a store did not answer, that is unknown.
    /// </exception>
    ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the retained events after a sequence that the subscription wants (null: all), oldest first. Max
    /// <paramref name="limit"/> events and, to bound memory, about <see cref="ReadLimits.PageBytes"/>. With
    /// <paramref name="conflate"/>, an event whose key has a later value is left out.
    /// <para>
    /// Where events are lost, the page has a gap (<see cref="LogPage.Gap"/>) and goes on after them. These are lost: events
    /// that retention has trimmed and the subscription may want; events that a run of the service gave out but never stored;
    /// all events before a sequence that this log never gave out; after a sequence of an earlier epoch, all of its events.
    /// </para>
    /// </summary>
    ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the retained events before a sequence that the subscription wants, newest first, in pages as
    /// <see cref="ReadAsync"/> does. For one topic the cost depends on the events found, not on their age.
    /// </summary>
    ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the sequences of the newest wanted events: <paramref name="count"/> of each key, and the same number without a
    /// key. They may be far more than a page, so <see cref="PickAsync"/> reads them page by page.
    /// </summary>
    ValueTask<NewestSequences> FindLastAsync(int count, Subscription subscription, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the events of these rising sequences, max one page. Events trimmed meanwhile are left out.
    /// </summary>
    ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken);

    /// <summary>False for an event that retention has removed, or whose store was replaced.</summary>
    /// <param name="frame">As it was read from this log.</param>
    bool IsRetained(EventFrame frame);

    /// <summary>
    /// Retention has removed an event, or may before long. Who needs it to stay publishes it again. Costs next to nothing.
    /// </summary>
    /// <param name="topic">The event's.</param>
    /// <param name="sequence">The event's.</param>
    /// <param name="age">How old it is.</param>
    bool IsAging(TopicName topic, long sequence, TimeSpan age);

    /// <summary>
    /// The sequence of a key's latest retained event in a topic, of those that are for everyone; 0 when there is none, or
    /// when the store has lost it. Costs next to nothing.
    /// </summary>
    long LatestOf(TopicName topic, string key);

    /// <summary>
    /// Every retained event after a sequence is in memory, so a read from there waits for no store. For one that is in
    /// memory now, a store may be read all the same, if much is appended before the read.
    /// </summary>
    bool IsInMemory(long after);

    /// <summary>
    /// The sequence before the first event of this time or later, by binary search. Exact while the clock never went back.
    /// </summary>
    ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when what was given out up to a position is readable here. Only nodes of a shared store may be behind; one
    /// waits max two seconds, so it may still be behind afterwards.
    /// </summary>
    /// <returns>False: the shared store was asked, and has never given it out.</returns>
    /// <exception cref="LogUnavailableException">
    /// Its epoch is unknown here, and the shared store cannot be asked now: it may be a new one.
    /// </exception>
    ValueTask<bool> ReachAsync(Position position, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>The loss directly after a sequence that a reader has reached; null when nothing is lost there.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="mayBeAhead">
    /// Another node may have given it out, see <see cref="ReachAsync"/>. Without other nodes nothing is ahead of the head.
    /// </param>
    LogGap? LossAt(long sequence, bool mayBeAhead = true);

    /// <summary>
    /// The number of events after one sequence and up to another, retained or not. Holes do not count.
    /// </summary>
    long CountBetween(long after, long through);

    /// <summary>
    /// The topics that have retained events, sorted by name (ordinal). They are found during the enumeration, without a
    /// lock, so their number is not limited and the enumeration may pause. A topic that comes or goes meanwhile may be in
    /// it.
    /// </summary>
    /// <exception cref="LogUnavailableException">During the enumeration: the log cannot be read.</exception>
    IAsyncEnumerable<TopicSummary> TopicsAsync(TopicPattern pattern, CancellationToken cancellationToken);

    /// <summary>
    /// Who is in which room when the log is opened: a <c>join</c> of <c>rooms/{room}/members</c> was stored and no
    /// <c>leave</c> after it. Retention does not change that. Call it before anything is appended.
    /// </summary>
    ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken);

    /// <summary>Removes what retention no longer allows. <see cref="LogTrimmer"/> calls it once a second.</summary>
    ValueTask TrimAsync(CancellationToken cancellationToken);
}

using LiveFeed.Events;
using LiveFeed.Log.Topics;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Log;

/// <summary>
/// The one ordered log that LiveFeed is: every event gets its sequence here, and live delivery, replay and recovery are
/// all reading it from a sequence on. Sequences only grow, also over restarts and crashes, and may have holes. A log whose
/// store is replaced has another epoch from then on, and its sequences go on (<see cref="LogEpochs"/>): a reader finds a gap
/// between the two. (c) in docs/architecture.md. Any thread may call; <c>EventLogSpecification</c> in the tests is what
/// every implementation must do.
/// </summary>
internal interface IEventLog : IAsyncDisposable
{
    /// <summary>
    /// Raised, on a thread of the log's, after events have become readable, or the store was replaced. Coalesces nothing and
    /// promises no order: a listener only notes it and reads. It must not block or throw.
    /// </summary>
    event Action? Appended;

    /// <summary>Which epochs its sequences belong to. Another object when the store was replaced.</summary>
    LogEpochs Epochs { get; }

    /// <summary>The current one.</summary>
    string Epoch { get; }

    /// <summary>The newest readable event's sequence, or a later one that no event has.</summary>
    long Head { get; }

    /// <summary>Why the log cannot take events now, for operators; null when it can.</summary>
    string? Fault { get; }

    /// <summary>
    /// Stores a batch in order, all of it or nothing. An event whose id is retained already is not stored again and gets
    /// the receipt of the first time. Returns when the events are as durable as configured, and readers are told of them,
    /// or are to be told by the owner of the hand-over.
    /// </summary>
    /// <exception cref="IdempotencyConflictException">An id belongs to an event that says something else.</exception>
    /// <exception cref="LogUnavailableException">
    /// The log cannot write; nothing of the batch was stored, or, in a store that did not answer, nobody knows.
    /// </exception>
    ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken);

    /// <summary>
    /// Reads retained events after a sequence that the subscription wants (null: whoever they are for), oldest first, at
    /// most <paramref name="limit"/> (and, so that memory stays bounded, not more than about
    /// <see cref="ReadLimits.PageBytes"/>). With <paramref name="conflate"/>, an event whose key has a later value is left
    /// out.
    /// <para>
    /// Where events are no longer there the page says so (<see cref="LogPage.Gap"/>) and goes on behind them: those that
    /// retention has trimmed, as far as the subscription may want them; those that a run of the service gave out but did not
    /// store; whatever came before a sequence that this log never gave out; and, after a sequence of an epoch before, all
    /// that it had.
    /// </para>
    /// </summary>
    ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken);

    /// <summary>
    /// Reads retained events before a sequence that the subscription wants, newest first, in pages as
    /// <see cref="ReadAsync"/> does. A subscription to one topic costs what it finds, however long ago that was.
    /// </summary>
    ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Finds where the newest wanted events stand: <paramref name="count"/> of each key, and as many of all that have no
    /// key. They may be far more than a page, so they are read by <see cref="PickAsync"/>, a page at a time.
    /// </summary>
    ValueTask<NewestSequences> FindLastAsync(int count, Subscription subscription, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the events of these sequences, which rise, as far as a page goes. Those trimmed meanwhile are left out.
    /// </summary>
    ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken);

    /// <summary>
    /// The sequence after which the events of that time and later stand, found by halving: exact as long as the clock
    /// never went back.
    /// </summary>
    ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>What is lost to a reader that has come to a sequence, right there; null when it just reads on.</summary>
    LogGap? LossAt(long sequence);

    /// <summary>
    /// How many events stand after one sequence and up to another, retained or not; sequences without one do not count.
    /// </summary>
    long CountBetween(long after, long through);

    /// <summary>
    /// The topics that have retained events, sorted by name (ordinal). They are looked for while they are enumerated,
    /// without any lock, so there may be any number, and it may be paused. A topic that comes or goes meanwhile may be there
    /// or not.
    /// </summary>
    /// <exception cref="LogUnavailableException">While they are enumerated: the log cannot be read.</exception>
    IAsyncEnumerable<TopicSummary> TopicsAsync(TopicPattern pattern, CancellationToken cancellationToken);

    /// <summary>Lets go of what retention no longer allows. Called now and then by <see cref="LogTrimmer"/>.</summary>
    ValueTask TrimAsync(CancellationToken cancellationToken);
}

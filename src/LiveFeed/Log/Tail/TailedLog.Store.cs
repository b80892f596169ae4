using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Log.Tail;

/// <summary>
/// What a store must do. It fills the tail: it gives events their sequences, appends them in that order, makes them
/// readable, says which are written and which were trimmed, and then calls <see cref="TellAppended"/>. A store that finds
/// itself replaced sets another <see cref="Tail"/>, whose <see cref="LogTail.Epochs"/> continue the earlier ones, and also
/// calls <see cref="TellAppended"/>. Readers then get <see cref="GapReason.Epoch"/> from their next read.
/// <para>
/// All reads are of one epoch, the tail's. When the store is replaced before it answers, <see cref="Tail"/> must be another
/// one by the time of the answer. Then the answer is dropped and the read begins again. A store that cannot be read throws
/// <see cref="LogUnavailableException"/>.
/// </para>
/// </summary>
internal abstract partial class TailedLog
{
    private readonly RetentionRules _rules;

    private protected TailedLog(RetentionRules rules) => _rules = rules;

    public abstract string? Fault { get; }

    /// <summary>What is in memory of the store's current epoch. Any thread.</summary>
    internal abstract LogTail Tail { get; }

    public abstract ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken);

    public virtual ValueTask<bool> ReachAsync(Position position, CancellationToken cancellationToken) =>
        ValueTask.FromResult(true);

    public abstract ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken);

    public abstract ValueTask TrimAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>
    /// Shows the page what is retained after its start and up to a sequence, oldest first, until it is full.
    /// </summary>
    private protected abstract ValueTask<StoredPart> ReadStoredAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken);

    /// <summary>
    /// Shows the page what is retained before its start and up to a sequence, newest first, until it is full.
    /// </summary>
    /// <returns>Whether all of that was shown.</returns>
    private protected abstract ValueTask<bool> ReadStoredBackAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken);

    /// <summary>Shows what is retained before a sequence, newest first, until the collector has enough.</summary>
    private protected abstract ValueTask ShowStoredBackAsync(
        LogTail tail, NewestCollector last, long before, CancellationToken cancellationToken);

    /// <summary>Reads the events of these sequences, as <see cref="IEventLog.PickAsync"/> does.</summary>
    private protected abstract ValueTask<SequencePage> PickStoredAsync(
        LogTail tail, ReadOnlyMemory<long> sequences, CancellationToken cancellationToken);

    /// <summary>
    /// The last sequence before the first event of a time or later, of those up to <paramref name="through"/>.
    /// </summary>
    private protected abstract ValueTask<long> FindStoredAsync(
        LogTail tail, DateTimeOffset time, long through, CancellationToken cancellationToken);

    /// <summary>
    /// The topics to look up by an index that a subscription may have events of; null: there are too many.
    /// </summary>
    private protected static IReadOnlyList<TopicName?>? TopicsOf(LogTail tail, Subscription subscription, int most) =>
        tail.Ledger.TopicsOf(subscription, most, mostWalked: int.MaxValue)?.Topics;

    /// <summary>
    /// The topics to look up by an index for a page; null: reading all events costs less. By the index, each topic is read
    /// for as many events as a page has room for, but the page takes only a share of them. An event by the index costs about
    /// twice one in order.
    /// </summary>
    private protected static IReadOnlyList<TopicName?>? WorthLookingUp(LogTail tail, PageBuilder page, int most)
    {
        long retained;
        lock (tail.Gate)
        {
            retained = tail.Ledger.Retained;
        }

        var followed = page.Subscription is not { } subscription ? null : tail.Ledger.TopicsOf(
            subscription, most, mostWalked: 4 * ReadLimits.PageEvents);
        return followed is not null &&
            (followed.Retained <= ReadLimits.PageEvents || 2 * followed.Topics.Count * followed.Retained < retained)
            ? followed.Topics
            : null;
    }

    /// <summary>Tells listeners that there is something new to read. Must not be called under the gate.</summary>
    private protected void TellAppended() => Appended?.Invoke();
}

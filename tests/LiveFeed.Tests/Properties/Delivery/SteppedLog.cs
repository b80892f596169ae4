using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Topics;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A log with short pages and slow reads: much may happen before a read, and before its reader gets the page.
/// </summary>
internal sealed class SteppedLog(IEventLog log, Action<int, Subscription> lastIsRead) : IEventLog
{
    private const int PageEvents = 3;

    public event Action? Appended
    {
        add => log.Appended += value;
        remove => log.Appended -= value;
    }

    public LogEpochs Epochs => log.Epochs;

    public string Epoch => log.Epoch;

    public long Head => log.Head;

    public string? Fault => log.Fault;

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken) =>
        log.AppendAsync(events, handOver, cancellationToken);

    public async ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var page = await log.ReadAsync(after, subscription, Math.Min(limit, PageEvents), conflate, cancellationToken);
        await Task.Yield();
        return page;
    }

    public ValueTask<LogPage> ReadBackAsync(
        long before, Subscription subscription, int limit, CancellationToken cancellationToken) =>
        log.ReadBackAsync(before, subscription, limit, cancellationToken);

    public async ValueTask<NewestSequences> FindLastAsync(
        int count, Subscription subscription, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lastIsRead(count, subscription);
        var found = await log.FindLastAsync(count, subscription, cancellationToken);
        await Task.Yield();
        return found;
    }

    public async ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var page = await log.PickAsync(sequences[..Math.Min(PageEvents, sequences.Length)], cancellationToken);
        await Task.Yield();
        return page;
    }

    public bool IsRetained(EventFrame frame) => log.IsRetained(frame);

    public bool IsAging(TopicName topic, long sequence, TimeSpan age) => log.IsAging(topic, sequence, age);

    public long LatestOf(TopicName topic, string key) => log.LatestOf(topic, key);

    public bool IsInMemory(long after) => log.IsInMemory(after);

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        log.SequenceBeforeAsync(time, cancellationToken);

    public LogGap? LossAt(long sequence, bool mayBeAhead) => log.LossAt(sequence, mayBeAhead);

    public long CountBetween(long after, long through) => log.CountBetween(after, through);

    public IAsyncEnumerable<TopicSummary> TopicsAsync(TopicPattern pattern, CancellationToken cancellationToken) =>
        log.TopicsAsync(pattern, cancellationToken);

    public ValueTask TrimAsync(CancellationToken cancellationToken) => log.TrimAsync(cancellationToken);

    public ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken) =>
        log.ReadMembershipsAsync(cancellationToken);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}

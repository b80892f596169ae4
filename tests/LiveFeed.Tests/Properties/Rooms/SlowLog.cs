using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Topics;

namespace LiveFeed.Tests.Properties.Rooms;

/// <summary>
/// The log of one life of the service: appends take time, may be refused, and never come back once the service is killed.
/// </summary>
internal sealed class SlowLog(IEventLog log) : IEventLog
{
    public event Action? Appended
    {
        add => log.Appended += value;
        remove => log.Appended -= value;
    }

    public LogEpochs Epochs => log.Epochs;

    public string Epoch => log.Epoch;

    public long Head => log.Head;

    public string? Fault => log.Fault;

    internal bool IsFull { get; set; }

    internal bool IsKilled { get; set; }

    public async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        await GoOnAsync();
        if (IsFull)
        {
            throw new LogUnavailableException("full");
        }

        var receipts = await log.AppendAsync(events, handOver, cancellationToken);
        await GoOnAsync();
        return receipts;
    }

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken) =>
        log.ReadAsync(after, subscription, limit, conflate, cancellationToken);

    public ValueTask<LogPage> ReadBackAsync(
        long before, Subscription subscription, int limit, CancellationToken cancellationToken) =>
        log.ReadBackAsync(before, subscription, limit, cancellationToken);

    public ValueTask<NewestSequences> FindLastAsync(
        int count, Subscription subscription, CancellationToken cancellationToken) =>
        log.FindLastAsync(count, subscription, cancellationToken);

    public ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken) =>
        log.PickAsync(sequences, cancellationToken);

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

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task GoOnAsync()
    {
        await Task.Yield();
        if (IsKilled)
        {
            await new TaskCompletionSource().Task;
        }
    }
}

using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Tail;

/// <summary>
/// A log that has its newest events in memory (<see cref="LogTail"/>), for live clients and short catch-ups, and the
/// others in a store. Each kind of store derives from this class. The store gives the sequences and knows the ids; its
/// appends, reads and trims may take time and may fail. This file has what readers call. What a store must do is in
/// <c>TailedLog.Store.cs</c>.
/// </summary>
internal abstract partial class TailedLog : IEventLog
{
    public event Action? Appended;

    public LogEpochs Epochs => Tail.Epochs;

    public string Epoch => Epochs.Current;

    public long Head => Tail.Head;

    public async ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tail = Tail;
            var page = new PageBuilder(subscription, tail.StartAfter(after), limit, conflate ? tail.IsSuperseded : null);
            if (ReadMemory(tail, page) is { } read)
            {
                return read;
            }

            read = await ReadStoreAsync(tail, page, cancellationToken);
            if (IsCurrent(tail))
            {
                return read;
            }
        }
    }

    // The store has all but the last moments, and its index finds at once what a walk through memory would search for.
    public async ValueTask<LogPage> ReadBackAsync(
        long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tail = Tail;
            var page = new PageBuilder(subscription, PageStart.Back(before), limit, isSuperseded: null);
            var readAll = ShowUnwrittenBack(tail, page, out var written) && !page.IsFull &&
                await ReadStoredBackAsync(tail, page, written, cancellationToken);
            if (IsCurrent(tail))
            {
                return page.BuildBack(readAll);
            }
        }
    }

    public async ValueTask<NewestSequences> FindLastAsync(
        int count, Subscription subscription, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tail = Tail;
            var (counts, head) = await tail.Counter.CountAsync(subscription, cancellationToken);
            var last = new NewestCollector(count, subscription, counts);
            var before = head + 1;
            while (!last.IsComplete && ShowMemoryBack(tail, last, ref before))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!last.IsComplete)
            {
                await ShowStoredBackAsync(tail, last, before, cancellationToken);
            }

            if (IsCurrent(tail))
            {
                return last.Build(head);
            }
        }
    }

    public async ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tail = Tail;
            if (PickFromMemory(tail, sequences.Span, out var older) is { } picked)
            {
                return picked;
            }

            picked = await PickStoredAsync(tail, sequences[..older], cancellationToken);
            if (IsCurrent(tail))
            {
                return picked;
            }
        }
    }

    public bool IsRetained(EventFrame frame)
    {
        var tail = Tail;
        return frame.Sequence > tail.Epochs.Base && tail.IsRetained(frame);
    }

    public bool IsAging(TopicName topic, long sequence, TimeSpan age) => Tail.IsAging(topic, sequence, age);

    public long LatestOf(TopicName topic, string key) => Tail.LatestOf(topic, key);

    public bool IsInMemory(long after)
    {
        var tail = Tail;
        return after >= Math.Max(tail.Floor, tail.Epochs.Base);
    }

    public async ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tail = Tail;
            if (FindInMemory(tail, time, out var floor) is { } sequence)
            {
                return sequence;
            }

            sequence = await FindStoredAsync(tail, time, floor, cancellationToken);
            if (IsCurrent(tail))
            {
                return sequence;
            }
        }
    }

    public LogGap? LossAt(long sequence, bool mayBeAhead = true) => Tail.LossAt(sequence, mayBeAhead);

    public long CountBetween(long after, long through) => Tail.CountBetween(after, through);

    public IAsyncEnumerable<TopicSummary> TopicsAsync(TopicPattern pattern, CancellationToken cancellationToken)
    {
        var tail = Tail;
        return tail.Ledger.Topics(pattern, tail.Epochs).ToAsyncEnumerable();
    }

    private bool IsCurrent(LogTail tail) => ReferenceEquals(tail, Tail);

    private async ValueTask<LogPage> ReadStoreAsync(LogTail tail, PageBuilder page, CancellationToken cancellationToken)
    {
        long through;
        lock (tail.Gate)
        {
            through = Math.Min(tail.Floor, page.End);
        }

        // The floor may rise meanwhile. What was below it stays in the store until it is trimmed, and the store tells of
        // that.
        var (trimmed, isAll) = await ReadStoredAsync(tail, page, through, cancellationToken);
        if (!isAll)
        {
            return page.Build(trimmed, reachedEnd: false);
        }

        page.Pass(through);
        return (page.IsFull ? null : ReadMemory(tail, page, trimmed)) ?? page.Build(trimmed, reachedEnd: false);
    }
}

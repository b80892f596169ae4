using LiveFeed.Events;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log;

/// <summary>The log in memory only: each start is a new epoch, so clients that resume after a restart are told of the gap.</summary>
internal sealed class MemoryEventLog : IEventLog
{
    private readonly Retention _retention;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly EventTail _tail = new(floor: 0); // guarded by _lock
    private readonly TopicLedger _ledger = new(); // guarded by _lock
    private readonly FreshFrames _fresh = new(); // guarded by _lock
    private readonly LedgerCounter _counter;
    private long _head; // written under _lock, read by any

    public MemoryEventLog(IOptions<LogOptions> options, TimeProvider time)
    {
        (_retention, _time) = (Retention.Of(options.Value), time);
        _counter = new LedgerCounter(_lock, _ledger, () => _head);
    }

    public event Action? Appended;

    public string Epoch { get; } = Position.NewEpoch();

    public long Head => Volatile.Read(ref _head);

    public string? Fault => null;

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken)
    {
        AppendPlan plan;
        lock (_lock)
        {
            plan = AppendPlan.Make(events, Epoch, _head, _tail.Find);
            foreach (var frame in plan.New)
            {
                _tail.Append(frame);
                _ledger.Add(LedgerRow.Of(frame));
                _fresh.Add(frame);
            }

            _head += plan.New.Count;
        }

        Appended?.Invoke();
        return ValueTask.FromResult<IReadOnlyList<Receipt>>(plan.Receipts);
    }

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        PageBuilder page;
        using var copied = new CopiedFrames();
        long trimmed;
        bool isAll;
        lock (_lock)
        {
            var start = LogRuns.First.StartAfter(after, _head);
            page = new PageBuilder(subscription, start, limit, conflate ? IsSuperseded : null);
            copied.After(_tail, page.Through, _head, page.Room);
            isAll = copied.Span.Length < page.Room || copied.Span[^1].Sequence == _head;
            trimmed = TrimmedFor(subscription);
        }

        var shown = page.Show(copied.Span);
        return ValueTask.FromResult(page.Build(trimmed, reachedEnd: isAll && shown));
    }

    public ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, PageStart.Back(before), limit, isSuperseded: null);
        using var copied = new CopiedFrames();
        lock (_lock)
        {
            copied.Back(_tail, before - 1, after: 0, page.Room);
        }

        var isAll = copied.Span.Length < page.Room;
        var shown = page.Show(copied.Span);
        return ValueTask.FromResult(page.BuildBack(reachedEnd: isAll && shown));
    }

    public async ValueTask<LastFound> FindLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        var (counts, head) = await _counter.CountAsync(subscription, cancellationToken);
        var last = new LastCollector(count, subscription, counts);
        for (var before = head + 1; !last.IsComplete && ShowPage(last, ref before);)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return last.Build(head);
    }

    public ValueTask<PickedPage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(PickedPage.Of(sequences.Span, _tail.At));
        }
    }

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_tail.SequenceBefore(time));
        }
    }

    public LogGap? LossAt(long sequence) => LogRuns.First.LossAt(sequence, Head);

    public long CountBetween(long after, long through) => LogRuns.First.CountBetween(after, through);

    public IEnumerable<TopicSummary> Topics(TopicPattern pattern) => _ledger.Topics(pattern, Epoch);

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            while (_tail.Count > 0 && _retention.MustGo(_tail[0].Event.Time, _ledger.Retained, _ledger.Bytes, now))
            {
                _ledger.Remove(LedgerRow.Of(_tail.RemoveFirst()));
            }
        }

        return ValueTask.CompletedTask;
    }

    // Up to which sequence events that the subscription may want (null: any) are no longer retained.
    private long TrimmedFor(Subscription? subscription) => _tail.Floor;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Of what stands before a sequence, newest first; false when there is none.
    private bool ShowPage(LastCollector last, ref long before)
    {
        using var copied = new CopiedFrames();
        lock (_lock)
        {
            copied.Back(_tail, before - 1, after: 0, ReadLimits.PageEvents);
        }

        foreach (var frame in copied.Span)
        {
            last.Show(frame);
            before = frame.Sequence;
        }

        return copied.Span.Length > 0;
    }

    private bool IsSuperseded(EventFrame frame)
    {
        lock (_lock)
        {
            return _ledger.IsSuperseded(frame);
        }
    }
}

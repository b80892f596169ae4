using LiveFeed.Events;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log;

/// <summary>The log in memory only: each start is a new epoch, so clients that resume after a restart are told of the gap.</summary>
internal sealed class MemoryEventLog(IOptions<LogOptions> options, TimeProvider time) : IEventLog
{
    // How many of the newest events keep their encoded bytes: clients that fall behind read mostly these again.
    private const int KeepEncoded = 4_096;

    private readonly Retention _retention = Retention.Of(options.Value);
    private readonly Lock _lock = new();
    private readonly EventTail _tail = new(floor: 0); // guarded by _lock
    private readonly TopicLedger _ledger = new(); // guarded by _lock
    private long _head; // written under _lock, read by any

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
                if (_tail.Count > KeepEncoded)
                {
                    _tail[_tail.Count - 1 - KeepEncoded].ForgetEncoded();
                }
            }

            _head += plan.New.Count;
        }

        Appended?.Invoke();
        return ValueTask.FromResult<IReadOnlyList<Receipt>>(plan.Receipts);
    }

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, LogRuns.First.StartAfter(after, Head), limit, conflate ? _ledger.IsSuperseded : null);
        lock (_lock)
        {
            var i = _tail.IndexAfter(page.Through);
            for (; i < _tail.Count && !page.IsFull; i++)
            {
                page.Show(_tail[i]);
            }

            return ValueTask.FromResult(page.Build(TrimmedFor(subscription), reachedEnd: i == _tail.Count));
        }
    }

    public ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, PageStart.Back(before), limit, isSuperseded: null);
        lock (_lock)
        {
            var i = _tail.IndexAfter(before - 1) - 1;
            for (; i >= 0 && !page.IsFull; i--)
            {
                page.Show(_tail[i]);
            }

            return ValueTask.FromResult(page.BuildBack(reachedEnd: i < 0));
        }
    }

    public ValueTask<LastFound> FindLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        LastCollector last;
        long head;
        lock (_lock)
        {
            last = new LastCollector(count, subscription, _ledger.Followed(subscription));
            head = _head;
        }

        // The lock is let go between pages, so that a long search does not hold up who appends.
        for (var before = head + 1; before > 1 && !last.IsComplete;)
        {
            lock (_lock)
            {
                var newest = _tail.IndexAfter(before - 1) - 1;
                var oldest = Math.Max(0, newest - ReadLimits.PageEvents);
                before = newest < 0 ? 0 : _tail[oldest].Sequence;
                for (var i = newest; i >= oldest && !last.IsComplete; i--)
                {
                    last.Show(_tail[i]);
                }
            }
        }

        return ValueTask.FromResult(last.Build(head));
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

    public IReadOnlyList<TopicSummary> Topics(TopicPattern pattern)
    {
        lock (_lock)
        {
            return _ledger.Topics(pattern, Epoch);
        }
    }

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
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
}

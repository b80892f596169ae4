using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log.Memberships;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log.Memory;

/// <summary>A log in memory only. Each start is a new epoch, so a client that resumes after a restart gets a gap.</summary>
internal sealed partial class MemoryEventLog : IEventLog
{
    private readonly RetentionRules _rules;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly RuleRings _tails; // guarded by _lock
    private readonly TopicLedger _ledger; // guarded by _lock
    private readonly FreshFrames _fresh = new(); // guarded by _lock
    private readonly OpenMemberships _memberships = new(); // guarded by _lock
    private readonly LedgerCounter _counter;
    private long _head; // written under _lock, read by any thread

    public MemoryEventLog(IOptions<LogOptions> options, TimeProvider time)
    {
        (_rules, _time) = (RetentionRules.Of(options.Value), time);
        (_tails, _ledger) = (new RuleRings(_rules), new TopicLedger(_rules));
        _counter = new LedgerCounter(_lock, _ledger, () => _head);
    }

    public event Action? Appended;

    public LogEpochs Epochs { get; } = LogEpochs.First(Position.NewEpoch());

    public string Epoch => Epochs.Current;

    public long Head => Volatile.Read(ref _head);

    public string? Fault => null;

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        AppendPlan plan;
        lock (_lock)
        {
            plan = AppendPlan.Make(events, Epoch, _head, _tails.Find);
            foreach (var frame in plan.New)
            {
                var rule = _tails.Append(frame);
                _ledger.Add(LedgerRow.Of(frame));
                _fresh.Add(frame);
                _memberships.Apply(frame.Event);
                KeepWithinBytes(rule);
            }

            _head += plan.New.Count;
        }

        if (handOver is null)
        {
            Appended?.Invoke();
        }
        else
        {
            handOver.Owe();
        }

        return ValueTask.FromResult<IReadOnlyList<Receipt>>(plan.Receipts);
    }

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        PageBuilder page;
        using var copied = new CopiedFrames();
        long[] trimmed;
        long head;
        bool isAll;
        lock (_lock)
        {
            head = _head;
            var start = LogRuns.First.StartAfter(after, _head);
            page = new PageBuilder(subscription, start, limit, conflate ? IsSuperseded : null);
            copied.After(_tails, page.Through, page.Room);
            isAll = copied.Span.Length < page.Room || copied.Span[^1].Sequence == head;
            trimmed = _tails.Floors;
        }

        isAll &= page.Show(copied.Span);
        if (isAll)
        {
            page.Pass(head);
        }

        return ValueTask.FromResult(page.Build(_rules.TrimmedFor(subscription, trimmed), reachedEnd: isAll));
    }

    public ValueTask<LogPage> ReadBackAsync(
        long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, PageStart.Back(before), limit, isSuperseded: null);
        using var copied = new CopiedFrames();
        lock (_lock)
        {
            copied.Back(_tails, before - 1, page.Room);
        }

        var isAll = copied.Span.Length < page.Room;
        return ValueTask.FromResult(page.BuildBack(reachedEnd: page.Show(copied.Span) && isAll));
    }

    public async ValueTask<NewestSequences> FindLastAsync(
        int count, Subscription subscription, CancellationToken cancellationToken)
    {
        var (counts, head) = await _counter.CountAsync(subscription, cancellationToken);
        var last = new NewestCollector(count, subscription, counts);
        for (var before = head + 1; !last.IsComplete && ShowPage(last, ref before);)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return last.Build(head);
    }

    public ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(SequencePage.Of(sequences.Span, _tails.At));
        }
    }

    public bool IsRetained(EventFrame frame)
    {
        lock (_lock)
        {
            return _tails.At(frame.Sequence) is not null;
        }
    }

    public bool IsInMemory(long after) => true;

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_tails.SequenceBefore(time) ?? _head);
        }
    }

    public LogGap? LossAt(long sequence, bool mayBeAhead = true) => LogRuns.First.LossAt(sequence, Head);

    public long CountBetween(long after, long through) => LogRuns.First.CountBetween(after, through);

    public IAsyncEnumerable<TopicSummary> TopicsAsync(TopicPattern pattern, CancellationToken cancellationToken) =>
        _ledger.Topics(pattern, Epochs).ToAsyncEnumerable();

    public ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<Membership>>(_memberships.All);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Shows events before a sequence, newest first. False when there is none.
    private bool ShowPage(NewestCollector last, ref long before)
    {
        using var copied = new CopiedFrames();
        lock (_lock)
        {
            copied.Back(_tails, before - 1, ReadLimits.PageEvents);
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

using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Log;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Tests.Log.Remote;

/// <summary>
/// A log whose store is elsewhere. Appends go to the store and are answered when the tail has them, which
/// <c>RemoteLog.Following.cs</c> fills. What readers find in the store is in <c>RemoteLog.Reading.cs</c>.
/// </summary>
internal sealed partial class RemoteLog : TailedLog
{
    private readonly RemoteStore _store;
    private readonly RetentionRules _rules;
    private readonly int _maxInMemory;
    private readonly ITimer _retry;
    private readonly CancellationTokenSource _closing = new();

    internal RemoteLog(RemoteStore store, LogOptions options, TimeProvider time, int maxInMemory = LogTail.TailEvents)
        : base(RetentionRules.Of(options))
    {
        (_store, _rules, _maxInMemory) = (store, RetentionRules.Of(options), maxInMemory);
        _tail = NewTail(LogEpochs.First(store.Current.Epoch));
        _store.Changed += Follow;
        _retry = time.CreateTimer(_ => Follow(), null, Retry, Retry);
    }

    public override string? Fault => _fault;

    internal override LogTail Tail => _tail;

    public override async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        var (epoch, receipts) = await _store.AskAsync(log => log.AppendAsync(events, cancellationToken));
        if (epoch != _tail.Epochs.Current)
        {
            await PullAsync(); // then the tail is of the store that answered, or of a later one
        }

        Follow(); // what told of it before may have been lost
        await UntilToldAsync(receipts.MaxBy(receipt => receipt.Position.Sequence).Position, cancellationToken);
        return receipts;
    }

    public override async ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken) =>
        (await _store.AskAsync(log => log.ReadMembershipsAsync(cancellationToken))).Answer;

    public override async ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            var (epoch, kept) = await _store.AskAsync(async log =>
            {
                await log.TrimAsync(cancellationToken);
                return await SequencesAsync(log);
            });
            if (epoch == _tail.Epochs.Current)
            {
                Keep(_tail, kept);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _store.Changed -= Follow;
        await _closing.CancelAsync();
        await _retry.DisposeAsync();
        Move();
    }

    private static async ValueTask<HashSet<long>> SequencesAsync(IEventLog log)
    {
        var sequences = new HashSet<long>();
        for (var (after, atEnd) = (0L, false); !atEnd;)
        {
            var page = await log.ReadAsync(
                after, subscription: null, ReadLimits.PageEvents, conflate: false, CancellationToken.None);
            sequences.UnionWith(page.Frames.Select(frame => frame.Sequence));
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return sequences;
    }

    private void Keep(LogTail tail, HashSet<long> kept)
    {
        var gone = _rows.ToLookup(row => kept.Contains(row.Sequence - tail.Epochs.Base));
        _rows = [.. gone[true]];
        lock (tail.Gate)
        {
            foreach (var rule in gone[false].GroupBy(row => _rules.RuleOf(row.Topic)))
            {
                tail.Forget(rule.Key, [.. rule]);
            }
        }
    }

    // Until readers have been told of it, or another store has taken the place of the one that has it.
    private async Task UntilToldAsync(Position last, CancellationToken cancellationToken)
    {
        while (true)
        {
            var moved = _moved.Task; // before the look
            var sequence = _tail.Epochs.SequenceOf(last);
            if (sequence <= Volatile.Read(ref _told))
            {
                return;
            }

            if (sequence is null || _closing.IsCancellationRequested)
            {
                throw new LogUnavailableException("the store was replaced, or the log is closed");
            }

            await moved.WaitAsync(cancellationToken);
        }
    }
}

using System.Threading.Channels;
using LiveFeed.Events;

namespace LiveFeed.Log.Topics;

/// <summary>
/// Counts what a log retains for a subscription, with any number of topics. Appends do not wait for it: it holds the
/// log's lock to begin, but not while it walks over topics. Any thread; walks take turns.
/// </summary>
internal sealed class LedgerCounter
{
    private readonly Lock _gate;
    private readonly TopicLedger _ledger;
    private readonly Func<long> _head;

    // Holds a token while no walk runs.
    private readonly Channel<bool> _turn = Channel.CreateBounded<bool>(1);

    /// <param name="gate">The log's lock.</param>
    /// <param name="ledger">Guarded by the gate.</param>
    /// <param name="head">Reads the log's head, under its lock.</param>
    internal LedgerCounter(Lock gate, TopicLedger ledger, Func<long> head)
    {
        (_gate, _ledger, _head) = (gate, ledger, head);
        _turn.Writer.TryWrite(true);
    }

    /// <summary>The counts, and the head at that moment: they count no event after it.</summary>
    internal async ValueTask<(LedgerCounts Counts, long Head)> CountAsync(
        Subscription subscription, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ledger.CountAtOnce(subscription) is { } counts)
            {
                return (counts, _head());
            }
        }

        await _turn.Reader.ReadAsync(cancellationToken);
        try
        {
            long walk, through;
            LedgerCounts broadcasts;
            lock (_gate)
            {
                (walk, through, broadcasts) = (_ledger.BeginWalk(), _head(), _ledger.BroadcastsFor(subscription));
            }

            return (broadcasts + _ledger.Count(subscription, walk), through);
        }
        finally
        {
            _turn.Writer.TryWrite(true);
        }
    }
}

using LiveFeed.Events;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Tail;

/// <summary>
/// What happens when the store goes on after a failover: with another epoch, and maybe without its newest events.
/// </summary>
internal sealed partial class LogTail
{
    /// <summary>The topics that have readable events after a sequence, in memory.</summary>
    internal List<TopicName?> TopicsAfter(long sequence)
    {
        var topics = new HashSet<TopicName?>();
        lock (Gate)
        {
            for (var i = ring.IndexAfter(sequence); i < ring.Count; i++)
            {
                topics.Add(ring[i].Event.Topic);
            }
        }

        return [.. topics];
    }

    /// <summary>
    /// The tail of the epoch that continues this one. It takes over what is in memory and its gate. Null when events are
    /// lost that are no longer in memory: then the store must be read anew. Must not be called under the gate.
    /// </summary>
    /// <param name="epochs">This tail's epochs, continued.</param>
    /// <param name="continued">This tail's runs, and the one that has begun.</param>
    /// <param name="end">The last sequence of this tail that the store has kept.</param>
    /// <param name="next">The sequence before the first one of the epoch after this tail's.</param>
    /// <param name="last">Of topics that have lost events, the last one that the store has kept.</param>
    internal LogTail? Continue(
        LogEpochs epochs, LogRuns continued, long end, long next, IReadOnlyList<LedgerRow> last)
    {
        lock (Gate)
        {
            if (ring.Floor > end)
            {
                return null;
            }

            while (ring.Count > 0 && ring[ring.Count - 1].Sequence > end)
            {
                var lost = ring.RemoveLast();
                ledger.Lose(LedgerRow.Of(lost, lost.Event.StoredBytes));
            }

            foreach (var row in last)
            {
                ledger.EndWith(row);
            }

            return new LogTail(ring, ledger, continued, rules, Trimmed, Last < end ? Last : next)
            {
                Gate = Gate,
                Epochs = epochs,
                MaxEvents = MaxEvents,
                Uncounted = Uncounted,
                _gone = _gone,
            };
        }
    }
}

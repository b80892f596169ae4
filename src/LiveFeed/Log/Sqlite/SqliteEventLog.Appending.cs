using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// The publishers' side: under the lock events get their places in memory, and nothing waits for the disk.
/// </summary>
internal sealed partial class SqliteEventLog
{
    private const long EveryFloor = long.MaxValue;

    public override async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        AppendPlan? plan = null;
        var written = Task.CompletedTask;
        while (plan is null)
        {
            var (known, writtenBefore) = LookUpIds(events);
            lock (Tail.Gate)
            {
                ThrowIfUnavailable(events.Count);
                if (Tail.Floor <= writtenBefore)
                {
                    plan = AppendPlan.Make(events, Epoch, Tail.Last, id => Tail.Find(id) ?? known?.GetValueOrDefault(id));
                    written = Take(plan);
                }

                // Else what was written after the look has left memory already: look again.
            }
        }

        _writer.Wake();
        if (!AnswersAtCommit && handOver is not null && written.IsCompleted)
        {
            handOver.Owe();
        }
        else if (!AnswersAtCommit)
        {
            TellAppended(); // also with a hand-over: its owner waits for the disk now
        }

        // Not cancellable: the events are on their way, and the answer must say what became of them.
        await written;
        return plan.Receipts;
    }

    // What the file has of the batch's ids, before the lock is taken, and up to where the file had come: under the lock,
    // what came since is found in memory, as long as its floor is not above that.
    private (IReadOnlyDictionary<string, EventFrame>? Known, long Written) LookUpIds(IReadOnlyList<FeedEvent> events)
    {
        if (!events.Any(e => e.Id is not null))
        {
            return (null, EveryFloor);
        }

        long written;
        lock (Tail.Gate)
        {
            ThrowIfUnavailable(events.Count);
            written = Tail.Written;
        }

        return (FromFile(() => _finders.Find(events)), written);
    }

    // Gives the events of the plan their places; the task ends when the file has come up to what the durability promises.
    private Task Take(AppendPlan plan)
    {
        Tail.Append(plan.New);
        var enough = EnoughForAnswer(plan);
        if (!AnswersAtCommit)
        {
            _file.Store.Gave(Tail.Last);
            Tail.MakeReadable(Tail.Last);
        }

        return enough > Tail.Written ? _waiters.Add(enough) : Task.CompletedTask;
    }

    private void ThrowIfUnavailable(int events)
    {
        if (_corruption is { } corruption)
        {
            throw new LogUnavailableException(corruption);
        }

        _writer.ThrowIfUnavailable();
        if (Tail.Last + events > _file.Store.Reserved)
        {
            // A kill now, and the next life would not know that these sequences were given out.
            throw new LogUnavailableException("the disk does not keep up with what is published");
        }
    }

    /// <summary>Up to which sequence the file must have come before a publisher is answered.</summary>
    private long EnoughForAnswer(AppendPlan plan) => _durability switch
    {
        LogDurability.Commit => plan.Receipts.Max(receipt => receipt.Position.Sequence),
        _ when Tail.PendingBytes > PendingBytes => Tail.Last,
        _ => Tail.Last - PendingEvents,
    };
}

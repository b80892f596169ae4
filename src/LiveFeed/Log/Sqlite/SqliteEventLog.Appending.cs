using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// The publishers' side. Under the lock, events get their places in memory and nothing waits for the disk.
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

                // Else events written after the look-up have left memory already: look up again.
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

    // Before the lock is taken: the file's events with the batch's ids, and the last sequence in the file. Under the
    // lock, later events are found in memory, as long as its floor is not above that sequence.
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

        return (FindInFile(events), written);
    }

    private IReadOnlyDictionary<string, EventFrame>? FindInFile(IReadOnlyList<FeedEvent> events) =>
        FromFile(() => _finders.Find(events));

    // Gives the plan's events their places. The task ends when as much is in the file as the durability promises.
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
            // After a kill now, the next run would not know that these sequences were given out.
            throw new LogUnavailableException("the disk does not keep up with the publishers");
        }
    }

    /// <summary>The file must have reached this sequence before a publisher is answered.</summary>
    private long EnoughForAnswer(AppendPlan plan) => _durability switch
    {
        LogDurability.Commit => plan.Receipts.Max(receipt => receipt.Position.Sequence),
        _ when Tail.PendingBytes > PendingBytes => Tail.Last,
        _ => Tail.Last - PendingEvents,
    };
}

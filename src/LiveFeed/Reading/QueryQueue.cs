using LiveFeed.Access.Limits;

namespace LiveFeed.Reading;

/// <summary>
/// Who has a place and who waits for one. Senders get places in turns, each its own queries in the order in which they came:
/// a storm of one waits behind itself. Not thread-safe: the allowance's lock guards it.
/// </summary>
internal sealed class QueryQueue(LimitsOptions limits)
{
    // A board opens with some 40 tiles, and ten boards behind one address may open together: they wait and are not refused.
    private const int WaitingPerPlace = 4;

    private readonly Dictionary<Sender, QuerySender> _senders = []; // who has a query open or waiting
    private readonly HashSet<QueryLease> _open = [];
    private readonly LinkedList<QuerySender> _line = []; // senders that wait, the next first

    internal int Open => _open.Count;

    internal int Unread => _open.Count(lease => lease.IsUnread);

    internal int Waiting { get; private set; }

    private bool IsFull => _open.Count >= limits.Queries;

    /// <summary>Adds a query to those that wait; or says why it may not even wait.</summary>
    internal QueryRefusal? Join(QueryLease lease)
    {
        if (Waiting >= WaitingPerPlace * limits.Queries)
        {
            return QueryRefusal.Full;
        }

        if (!_senders.TryGetValue(lease.Sender, out var sender))
        {
            _senders[lease.Sender] = sender = new QuerySender();
        }
        else if (sender.Waiting.Count >= WaitingPerPlace * limits.QueriesPerSender)
        {
            return QueryRefusal.FullSender;
        }

        if (sender.Waiting.Count == 0)
        {
            _line.AddLast(sender);
        }

        lease.InLine = sender.Waiting.AddLast(lease);
        Waiting++;
        return null;
    }

    /// <summary>Gives a place to the next; null when there is nobody, no lease, or no memory.</summary>
    internal QueryLease? Admit()
    {
        if (IsFull)
        {
            return null;
        }

        for (var turn = _line.First; turn is not null; turn = turn.Next)
        {
            var sender = turn.Value;
            var next = sender.Waiting.First!.Value;
            if (sender.Open >= limits.QueriesPerSender)
            {
                continue;
            }

            if (!next.TryHold(QueryLimiter.AnswerBytes))
            {
                return null;
            }

            StopWaiting(next, sender);
            sender.Open++;
            _open.Add(next);
            if (sender.Waiting.Count > 0)
            {
                _line.Remove(sender);
                _line.AddLast(sender);
            }

            return next;
        }

        return null;
    }

    /// <summary>It has ended, or waits no longer.</summary>
    internal void Leave(QueryLease lease)
    {
        if (!_senders.TryGetValue(lease.Sender, out var sender))
        {
            return;
        }

        if (_open.Remove(lease))
        {
            sender.Open--;
        }

        StopWaiting(lease, sender);
        if (sender.IsIdle)
        {
            _senders.Remove(lease.Sender);
        }
    }

    /// <summary>Those who have waited too long leave the line, with what they waited for.</summary>
    internal IReadOnlyList<(QueryLease Place, QueryRefusal Refusal)> TakeOverdue(TimeSpan longest)
    {
        var overdue = new List<(QueryLease, QueryRefusal)>();
        foreach (var sender in _line.ToArray())
        {
            var refusal = IsFull ? QueryRefusal.Full
                : sender.Open >= limits.QueriesPerSender ? QueryRefusal.FullSender
                : QueryRefusal.Memory;
            while (sender.Waiting.First?.Value is { } lease && lease.Age >= longest)
            {
                StopWaiting(lease, sender);
                overdue.Add((lease, refusal));
            }
        }

        return overdue;
    }

    /// <summary>
    /// Answers that were not read for so long, the longest first: of all, or those that keep others from a place.
    /// </summary>
    internal IReadOnlyList<QueryLease> TakeStalled(TimeSpan least, int most, bool ofAll)
    {
        if (most == 0)
        {
            return [];
        }

        var any = ofAll || IsFull;
        QueryLease[] stalled =
        [
            .. _open
                .Where(
                    lease => !lease.IsCut && lease.StalledFor >= least && (any || _senders[lease.Sender].Waiting.Count > 0))
                .OrderByDescending(lease => lease.StalledFor)
                .Take(most),
        ];
        foreach (var lease in stalled)
        {
            lease.IsCut = true;
        }

        return stalled;
    }

    private void StopWaiting(QueryLease lease, QuerySender sender)
    {
        if (lease.InLine is not { } node)
        {
            return;
        }

        sender.Waiting.Remove(node);
        lease.InLine = null;
        Waiting--;
        if (sender.Waiting.Count == 0)
        {
            _line.Remove(sender);
        }
    }
}

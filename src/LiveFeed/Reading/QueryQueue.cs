using LiveFeed.Access.Limits;

namespace LiveFeed.Reading;

/// <summary>
/// Which queries have a place and which wait for one. Senders get places in turn; the queries of one sender go in the order
/// in which they came. So a storm of one sender delays only that sender. Not thread-safe: the limiter's lock guards it.
/// </summary>
internal sealed class QueryQueue(LimitsOptions limits)
{
    // A board opens with about 40 tiles, and ten boards behind one address may open together. They wait and are not refused.
    private const int WaitingPerPlace = 4;

    private readonly Dictionary<Sender, QuerySender> _senders = []; // with a query open or waiting
    private readonly HashSet<QueryLease> _open = [];
    private readonly LinkedList<QuerySender> _line = []; // senders that wait, the next first

    internal int Open => _open.Count;

    internal int Unread => _open.Count(lease => lease.IsUnread);

    internal int Waiting { get; private set; }

    private bool IsFull => _open.Count >= limits.Queries;

    /// <summary>Adds a query to the queue, or returns the refusal when the queue is full.</summary>
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

    /// <summary>Gives the next query a place; null when none waits, none can have a place, or memory is out.</summary>
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

    /// <summary>Removes a query that has ended or waits no longer.</summary>
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

    /// <summary>Removes queries that waited too long, each with the refusal for what was missing.</summary>
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
    /// Answers that were not read for at least this time, the longest first: all of them, or only those that keep others
    /// from a place.
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

using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>
/// What a log retains by topic: how many, the last, and which event is the latest of each key. Broadcasts have an entry
/// of their own. Not thread-safe: its log's lock guards it.
/// </summary>
internal sealed class TopicLedger
{
    private const string Broadcasts = ""; // no topic is empty

    private readonly Dictionary<string, LedgerEntry> _entries = [];

    internal long Retained { get; private set; }

    internal long Bytes { get; private set; }

    internal void Add(LedgerRow row)
    {
        Retained++;
        Bytes += row.Size;
        var name = row.Topic?.Value ?? Broadcasts;
        if (!_entries.TryGetValue(name, out var entry))
        {
            _entries[name] = entry = new LedgerEntry(row.Topic);
        }

        entry.Retained++;
        (entry.LastSequence, entry.LastTime) = (row.Sequence, row.Time);
        if (row.Key is not { } key)
        {
            entry.Unkeyed++;
        }
        else if (row.ForEveryone)
        {
            entry.LatestByKey[key] = row.Sequence;
        }
        else
        {
            entry.Narrow++;
        }
    }

    internal void Remove(LedgerRow row)
    {
        var name = row.Topic?.Value ?? Broadcasts;
        var entry = _entries[name];
        Retained--;
        Bytes -= row.Size;
        if (--entry.Retained == 0)
        {
            _entries.Remove(name);
        }
        else if (row.Key is not { } key)
        {
            entry.Unkeyed--;
        }
        else if (!row.ForEveryone)
        {
            entry.Narrow--;
        }
        else if (entry.LatestByKey.GetValueOrDefault(key) == row.Sequence)
        {
            entry.LatestByKey.Remove(key);
        }
    }

    /// <summary>
    /// Its key has a later value that reaches everyone who is to have this one. Events for one target, or not for some
    /// clients, supersede nothing: who is not meant by them must keep the value before.
    /// </summary>
    internal bool IsSuperseded(EventFrame frame) =>
        frame.Event is { Key: { } key, To: null } &&
        _entries.TryGetValue(frame.Event.Topic?.Value ?? Broadcasts, out var entry) &&
        entry.LatestByKey.GetValueOrDefault(key) > frame.Sequence;

    internal IReadOnlyList<TopicSummary> Topics(TopicPattern pattern, string epoch)
    {
        var found = new List<TopicSummary>();
        foreach (var entry in _entries.Values)
        {
            if (entry.Topic is { } topic && pattern.Matches(topic))
            {
                found.Add(new TopicSummary(topic, new Position(epoch, entry.LastSequence), entry.LastTime, entry.Retained));
            }
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Topic.Value, b.Topic.Value));
        return found;
    }

    /// <summary>The entries that a subscription may have events of: those of its topics, and the broadcasts' if it wants them.</summary>
    internal IReadOnlyList<LedgerEntry> Followed(Subscription subscription)
    {
        var found = new List<LedgerEntry>();
        if (subscription.Broadcasts && _entries.TryGetValue(Broadcasts, out var broadcasts))
        {
            found.Add(broadcasts);
        }

        if (subscription.Topics.All(pattern => pattern.IsExact))
        {
            foreach (var name in subscription.Topics.Select(pattern => pattern.Text).Distinct())
            {
                if (_entries.TryGetValue(name, out var entry))
                {
                    found.Add(entry);
                }
            }
        }
        else
        {
            found.AddRange(_entries.Values.Where(entry => entry.Topic is { } topic && subscription.Follows(topic)));
        }

        return found;
    }
}

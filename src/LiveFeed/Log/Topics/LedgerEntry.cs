using LiveFeed.Events;

namespace LiveFeed.Log.Topics;

/// <summary>
/// What a log retains of one topic, or of the broadcasts (no topic). The holder of the log's lock changes it. Any thread may
/// read it meanwhile without the lock: a version tells the reader that it saw half of a change, and it reads again.
/// </summary>
/// <param name="topic">Null for the broadcasts.</param>
/// <param name="rule">The retention rule that its events belong to.</param>
/// <param name="walk">The walk that runs when the entry is made, or the last one.</param>
internal sealed class LedgerEntry(TopicName? topic, int rule, long walk)
{
    private readonly Dictionary<string, long> _latestByKey = []; // only under the log's lock

    // All below: written under the log's lock, between an odd version and the next even one.
    private int _version;
    private LedgerCounts _counts;
    private LedgerCounts _before; // as they were when the walk began
    private long _walk = walk; // the walk that _before belongs to
    private long _lastSequence;
    private DateTimeOffset _lastTime;

    internal TopicName? Topic { get; } = topic;

    internal int Rule { get; } = rule;

    /// <summary>Only under the log's lock.</summary>
    internal LedgerCounts Counts => _counts;

    /// <summary>Counts an event that has become readable.</summary>
    /// <returns>What that adds to the counts.</returns>
    internal LedgerCounts Add(LedgerRow row, long walk)
    {
        var added = new LedgerCounts(
            Retained: 1,
            Unkeyed: row.Key is null ? 1 : 0,
            Narrow: row.Key is not null && !row.ForEveryone ? 1 : 0,
            Keys: row.Key is not null && row.ForEveryone && !_latestByKey.ContainsKey(row.Key) ? 1 : 0);
        if (row.Key is not null && row.ForEveryone)
        {
            _latestByKey[row.Key] = row.Sequence;
        }

        BeginChange();
        if (_walk != walk)
        {
            (_before, _walk) = (_counts, walk);
        }

        _counts += added;
        (_lastSequence, _lastTime) = (row.Sequence, row.Time);
        EndChange();
        return added;
    }

    /// <summary>Forgets an event that is no longer retained. A running walk does not count it either.</summary>
    /// <returns>What that takes from the counts.</returns>
    internal LedgerCounts Remove(LedgerRow row)
    {
        var wasLatest = row is { Key: { } key, ForEveryone: true } &&
            _latestByKey.GetValueOrDefault(key) == row.Sequence && _latestByKey.Remove(key);
        return Subtract(row, keys: wasLatest ? 1 : 0);
    }

    /// <summary>
    /// Forgets its newest event: the store has lost it. Which one is its key's latest then is not known, so the key stays
    /// open until it has another: a search for the latest events looks further for it.
    /// </summary>
    /// <returns>What that takes from the counts.</returns>
    internal LedgerCounts Lose(LedgerRow row)
    {
        if (row is { Key: { } key, ForEveryone: true } && _latestByKey.ContainsKey(key))
        {
            _latestByKey[key] = 0;
        }

        return Subtract(row, keys: 0);
    }

    /// <summary>This event is the last one, after later ones were lost.</summary>
    internal void EndWith(LedgerRow row)
    {
        BeginChange();
        (_lastSequence, _lastTime) = (row.Sequence, row.Time);
        EndChange();
    }

    /// <summary>
    /// The sequence of the key's newest event that is meant for everyone; 0 for none. Only under the log's lock.
    /// </summary>
    internal long Latest(string key) => _latestByKey.GetValueOrDefault(key);

    /// <summary>What is retained now. Any thread.</summary>
    internal LedgerCounts CountsNow() => CountsAt(walk: -1);

    /// <summary>What was retained when the current walk began, without what was trimmed since. Any thread.</summary>
    internal LedgerCounts CountsAt(long walk)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var counts = _walk == walk ? _before : _counts;
            Volatile.ReadBarrier();
            if (version == _version && version % 2 == 0)
            {
                return counts;
            }
        }
    }

    /// <summary>What is retained now; null when nothing is, and for the broadcasts. Any thread.</summary>
    internal TopicSummary? Summarize(LogEpochs epochs)
    {
        while (true)
        {
            var version = Volatile.Read(ref _version);
            var (retained, last, time) = (_counts.Retained, _lastSequence, _lastTime);
            Volatile.ReadBarrier();
            if (version == _version && version % 2 == 0)
            {
                return Topic is { } topic && retained > 0
                    ? new TopicSummary(topic, epochs.PositionOf(last), time, retained)
                    : null;
            }
        }
    }

    private LedgerCounts Subtract(LedgerRow row, int keys)
    {
        var removed = new LedgerCounts(
            Retained: 1,
            Unkeyed: row.Key is null ? 1 : 0,
            Narrow: row.Key is not null && !row.ForEveryone ? 1 : 0,
            Keys: keys);
        BeginChange();
        _counts -= removed;
        _before -= removed;
        EndChange();
        return removed;
    }

    private void BeginChange()
    {
        _version++;
        Volatile.WriteBarrier();
    }

    private void EndChange()
    {
        Volatile.WriteBarrier();
        _version++;
    }
}

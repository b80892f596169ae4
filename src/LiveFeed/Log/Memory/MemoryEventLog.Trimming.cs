using LiveFeed.Events;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Memory;

/// <summary>What retention removes from it.</summary>
internal sealed partial class MemoryEventLog
{
    // Max events removed under one lock: about 100 µs.
    private const int TrimmedAtOnce = 1_000;

    /// <summary>For each retention rule, the sequence of its last trimmed event.</summary>
    internal long[] Trimmed
    {
        get
        {
            lock (_lock)
            {
                return _tails.Floors;
            }
        }
    }

    public bool IsAging(TopicName topic, long sequence, TimeSpan age)
    {
        var rule = _rules.RuleOf(topic);
        lock (_lock)
        {
            return _rules.BoundsOf(rule).IsAging(_ledger[rule], _tails[rule].Floor, sequence, _head, age);
        }
    }

    public long LatestOf(TopicName topic, string key)
    {
        lock (_lock)
        {
            return _ledger.LatestOf(topic, key);
        }
    }

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        for (var rule = 0; rule < _rules.Count; rule++)
        {
            while (!cancellationToken.IsCancellationRequested && TrimSome(rule, now))
            {
            }
        }

        return ValueTask.CompletedTask;
    }

    // Bytes are memory, so an append trims them at once. A single event stays until the trimmer runs.
    private void KeepWithinBytes(int rule)
    {
        while (_tails[rule] is { Count: > 1 } tail && _ledger[rule].Bytes > _rules.BoundsOf(rule).MaxBytes)
        {
            _ledger.Remove(LedgerRow.Of(tail.RemoveFirst()));
        }
    }

    // Removes a rule's oldest events. True when more may have to go.
    private bool TrimSome(int rule, DateTimeOffset now)
    {
        var bounds = _rules.BoundsOf(rule);
        lock (_lock)
        {
            var tail = _tails[rule];
            for (var i = 0; i < TrimmedAtOnce; i++)
            {
                if (tail.Count == 0 || !bounds.MustGo(tail[0].Event.Time, _ledger[rule].Events, _ledger[rule].Bytes, now))
                {
                    return false;
                }

                _ledger.Remove(LedgerRow.Of(tail.RemoveFirst()));
            }
        }

        return true;
    }
}

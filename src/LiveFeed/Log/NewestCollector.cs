using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log;

/// <summary>
/// Collects the sequences of a log's newest events. It is shown every event from the newest back, keeps the given number for
/// each key and the same number without a key, and knows when it has them all.
/// </summary>
internal sealed class NewestCollector
{
    private readonly int _count;
    private readonly Subscription _subscription;
    private readonly Dictionary<(TopicName?, string), int> _kept = [];
    private readonly List<long> _newestFirst = []; // only sequences: the events may not fit into memory
    private long _unshown;
    private long _unkeyedUnshown;
    private long _narrowUnshown; // with a key, but not for everyone: their keys may not count as open
    private int _unkeyed;
    private long _openKeys;

    /// <param name="count">How many of each group to keep.</param>
    /// <param name="subscription">What is wanted.</param>
    /// <param name="retained">What the log retains for it; this tells when all is collected.</param>
    internal NewestCollector(int count, Subscription subscription, LedgerCounts retained)
    {
        (_count, _subscription) = (count, subscription);
        (_unshown, _unkeyedUnshown, _narrowUnshown, _openKeys) = retained;
    }

    internal Subscription Subscription => _subscription;

    internal bool IsComplete =>
        _count == 0 || _unshown <= 0 ||
        (_openKeys <= 0 && _narrowUnshown <= 0 && (_unkeyed >= _count || _unkeyedUnshown <= 0));

    internal void Show(EventFrame frame)
    {
        var e = frame.Event;
        if (!_subscription.FollowsTopicOf(e))
        {
            return;
        }

        _unshown--;
        _unkeyedUnshown -= e.Key is null ? 1 : 0;
        _narrowUnshown -= e.Key is not null && (e.To is not null || e.Except.Length > 0) ? 1 : 0;
        if (_subscription.IsMeant(e) && HasRoom(e))
        {
            _newestFirst.Add(frame.Sequence);
        }
    }

    internal NewestSequences Build(long head)
    {
        _newestFirst.Reverse();
        return new NewestSequences([.. _newestFirst], head);
    }

    private bool HasRoom(FeedEvent e)
    {
        if (e.Key is null)
        {
            return _unkeyed++ < _count;
        }

        var kept = _kept.GetValueOrDefault((e.Topic, e.Key));
        if (kept == _count)
        {
            return false;
        }

        _kept[(e.Topic, e.Key)] = kept + 1;
        if (kept + 1 == _count && e.To is null && e.Except.Length == 0)
        {
            // Only these were counted as open. A key whose newest is not for everyone stays open, so all is looked at.
            _openKeys--;
        }

        return true;
    }
}

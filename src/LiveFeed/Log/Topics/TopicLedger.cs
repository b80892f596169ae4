using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Log.Topics;

/// <summary>
/// What a log retains of each topic: the number of events, the last one, and the latest event of each key. Broadcasts
/// have an entry of their own. The log's lock guards it, except members that say they need none. No call under the lock
/// takes longer with more topics.
/// </summary>
internal sealed class TopicLedger(RetentionRules rules)
{
    private readonly Dictionary<string, LedgerEntry> _entries = [];
    private readonly TopicOrder _order = new();
    private volatile LedgerEntry? _broadcasts; // null when none is retained
    private readonly RuleTotals[] _byRule = new RuleTotals[rules.Count];
    private LedgerCounts _all;
    private long _walk;

    internal long Retained => _all.Retained;

    /// <summary>By retention rule, how many events and bytes are retained.</summary>
    internal RuleTotals this[int rule] => _byRule[rule];

    private LedgerCounts BroadcastCounts => _broadcasts?.Counts ?? default;

    internal void Add(LedgerRow row)
    {
        var entry = Find(row.Topic) ?? Make(row.Topic);
        _byRule[entry.Rule] = _byRule[entry.Rule].With(row);
        _all += entry.Add(row, _walk);
    }

    /// <summary>Retention has removed an event.</summary>
    internal void Remove(LedgerRow row) => Remove(row, isNewest: false);

    /// <summary>The store has lost the newest event of its topic.</summary>
    internal void Lose(LedgerRow row) => Remove(row, isNewest: true);

    /// <summary>This event is its topic's last one, after later ones were lost.</summary>
    internal void EndWith(LedgerRow row) => Find(row.Topic)?.EndWith(row);

    private void Remove(LedgerRow row, bool isNewest)
    {
        if (Find(row.Topic) is not { } entry)
        {
            return; // another node says so, of what was never counted here
        }

        _byRule[entry.Rule] = _byRule[entry.Rule].Without(row);
        _all -= isNewest ? entry.Lose(row) : entry.Remove(row);
        if (entry.Counts.Retained > 0)
        {
            return;
        }

        if (row.Topic is { } topic)
        {
            _entries.Remove(topic.Value);
            _order.Remove(entry);
        }
        else
        {
            _broadcasts = null;
        }
    }

    /// <summary>
    /// Its key has a later value that reaches everyone who should get this one. Events for one target, or not for some
    /// clients, supersede nothing: clients that do not get them must keep the earlier value.
    /// </summary>
    internal bool IsSuperseded(EventFrame frame) =>
        frame.Event is { Key: { } key, To: null } && Find(frame.Event.Topic)?.Latest(key) > frame.Sequence;

    /// <summary>As <see cref="IEventLog.LatestOf"/>.</summary>
    internal long LatestOf(TopicName topic, string key) => Find(topic)?.Latest(key) ?? 0;

    /// <summary>
    /// What is retained now for a subscription that follows everything or has no wildcard. Null for another one: its
    /// topics must be walked over. Then call <see cref="BeginWalk"/>, and <see cref="Count"/> without the lock.
    /// </summary>
    internal LedgerCounts? CountAtOnce(Subscription subscription)
    {
        if (subscription.Topics.Contains(TopicPattern.Everything))
        {
            return subscription.Broadcasts ? _all : _all - BroadcastCounts;
        }

        if (!subscription.Topics.All(pattern => pattern.IsExact))
        {
            return null;
        }

        var sum = BroadcastsFor(subscription);
        foreach (var name in subscription.Topics.Select(pattern => pattern.Text).Distinct())
        {
            sum += _entries.GetValueOrDefault(name)?.Counts ?? default;
        }

        return sum;
    }

    /// <summary>
    /// From now on, each topic keeps its counts of this moment for <see cref="Count"/>. One walk at a time.
    /// </summary>
    internal long BeginWalk() => ++_walk;

    /// <summary>The broadcasts that are retained when the walk begins. Call this when it begins.</summary>
    internal LedgerCounts BroadcastsFor(Subscription subscription) =>
        subscription.Broadcasts ? BroadcastCounts : default;

    /// <summary>
    /// What was retained of a subscription's topics when the walk began, without what was trimmed since. Needs no lock.
    /// </summary>
    internal LedgerCounts Count(Subscription subscription, long walk)
    {
        var sum = default(LedgerCounts);
        for (var i = 0; i < subscription.Topics.Length; i++)
        {
            foreach (var entry in _order.Near(subscription.Topics[i]))
            {
                if (IsFirstOf(subscription, i, entry.Topic!.Value))
                {
                    sum += entry.CountsAt(walk);
                }
            }
        }

        return sum;
    }

    /// <summary>The topics that match a pattern and have retained events, by name. Needs no lock.</summary>
    internal IEnumerable<TopicSummary> Topics(TopicPattern pattern, LogEpochs epochs)
    {
        foreach (var entry in _order.Near(pattern))
        {
            if (pattern.Matches(entry.Topic!.Value) && entry.Summarize(epochs) is { } summary)
            {
                yield return summary;
            }
        }
    }

    /// <summary>
    /// The topics that a subscription may have events of (null: the broadcasts), and how many events they have. Returns
    /// null when there are more than <paramref name="most"/>, or when more than <paramref name="mostWalked"/> must be
    /// looked at. Needs no lock: a topic that comes or goes meanwhile may be there or not.
    /// </summary>
    internal FollowedTopics? TopicsOf(Subscription subscription, int most, int mostWalked)
    {
        var topics = new List<TopicName?>();
        var retained = 0L;
        if (subscription.Broadcasts)
        {
            topics.Add(null);
            retained = _broadcasts?.CountsNow().Retained ?? 0;
        }

        for (var i = 0; i < subscription.Topics.Length; i++)
        {
            foreach (var entry in _order.Near(subscription.Topics[i]))
            {
                if (mostWalked-- == 0)
                {
                    return null;
                }

                if (!IsFirstOf(subscription, i, entry.Topic!.Value))
                {
                    continue;
                }

                if (topics.Count == most)
                {
                    return null;
                }

                topics.Add(entry.Topic);
                retained += entry.CountsNow().Retained;
            }
        }

        return new FollowedTopics(topics, retained);
    }

    private LedgerEntry? Find(TopicName? topic) => topic is { } name ? _entries.GetValueOrDefault(name.Value) : _broadcasts;

    private LedgerEntry Make(TopicName? topic)
    {
        var entry = new LedgerEntry(topic, rules.RuleOf(topic), _walk);
        if (topic is { } name)
        {
            _entries.Add(name.Value, entry);
            _order.Add(entry);
        }
        else
        {
            _broadcasts = entry;
        }

        return entry;
    }

    // This pattern matches it, and no earlier one does. So a topic that several patterns match counts once.
    private static bool IsFirstOf(Subscription subscription, int pattern, TopicName topic)
    {
        for (var i = 0; i < pattern; i++)
        {
            if (subscription.Topics[i].Matches(topic))
            {
                return false;
            }
        }

        return subscription.Topics[pattern].Matches(topic);
    }
}

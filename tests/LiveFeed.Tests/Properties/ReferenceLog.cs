using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Tests.Properties;

/// <summary>What a log must do, without any of what makes one fast: a list that is walked.</summary>
/// <param name="rules">Retention rules: patterns and bounds. The last is for the rest, and has no patterns.</param>
internal sealed class ReferenceLog((string[] Topics, long MaxEvents, TimeSpan MaxAge)[] rules)
{
    // If a pattern and a rule of the tests have a topic in common, one of these is such a topic.
    private static readonly string[] SomeTopics = ["a", "a/b", "b", "c", "a/z", "z", "a/b/c", "z/z"];

    private readonly long[] _trimmed = new long[rules.Length];
    private readonly List<(long Sequence, FeedEvent Event)> _retained = [];
    private readonly List<long> _places = [0]; // where a reader may stand
    private long _begin; // the sequence before the first event since it was opened

    internal ReferenceLog(int maxEvents, TimeSpan maxAge)
        : this([([], maxEvents, maxAge)])
    {
    }

    internal IReadOnlyList<(long Sequence, FeedEvent Event)> Retained => _retained;

    internal long Last { get; private set; }

    /// <summary>The last that was trimmed of any rule.</summary>
    internal long Trimmed => _trimmed.Max();

    /// <summary>Returns each event's receipt, or which of them is in conflict with an earlier one.</summary>
    internal ((long Sequence, bool Duplicate)[] Receipts, int? Conflict) Append(IReadOnlyList<FeedEvent> events)
    {
        var batch = new List<(long Sequence, FeedEvent Event)>();
        var receipts = new List<(long, bool)>();
        foreach (var e in events)
        {
            var known = e.Id is null ? default : _retained.Concat(batch).FirstOrDefault(one => one.Event.Id == e.Id);
            if (known.Event is not null && !known.Event.SaysTheSameAs(e))
            {
                return ([], receipts.Count);
            }

            if (known.Event is null)
            {
                batch.Add((Last + batch.Count + 1, e));
            }

            receipts.Add(known.Event is null ? (batch[^1].Sequence, false) : (known.Sequence, true));
        }

        _retained.AddRange(batch);
        _places.AddRange(batch.Select(one => one.Sequence));
        Last += batch.Count;
        return ([.. receipts], null);
    }

    internal void Trim(DateTimeOffset now)
    {
        for (var rule = 0; rule < rules.Length; rule++)
        {
            var its = _retained.Where(one => RuleOf(one.Event.Topic?.Value) == rule).ToList();
            var gone = its.SkipLast((int)Math.Min(int.MaxValue, rules[rule].MaxEvents))
                .Concat(its.TakeLast((int)rules[rule].MaxEvents).TakeWhile(one =>
                    now - one.Event.Time > rules[rule].MaxAge)).ToHashSet();
            _trimmed[rule] = gone.Select(one => one.Sequence).Append(_trimmed[rule]).Max();
            _retained.RemoveAll(gone.Contains);
        }
    }

    internal IEnumerable<(long Sequence, FeedEvent Event)> Read(long after, Subscription? subscription, bool conflate)
    {
        var wanted = _retained.Where(one =>
            one.Sequence > (after > Last ? _begin : after) && (subscription is null || IsFor(one.Event, subscription)));
        return conflate ? wanted.Where(one => !IsSuperseded(one)) : wanted;
    }

    /// <summary>It was closed and is open again; sequences go on somewhere behind.</summary>
    internal void Reopen(long head)
    {
        Assert.True(head > Last, "positions go on behind all that were given out");
        (Last, _begin) = (head, head);
        _places.Add(head);
    }

    /// <summary>The first places where a reader may stand, and after these some that were never given out.</summary>
    internal long Place(int number) => number < _places.Count ? _places[number] : Last + number - _places.Count + 1;

    /// <summary>What a subscription that has come to a sequence has lost there.</summary>
    internal LogGap? GapAfter(long after, Subscription? subscription)
    {
        var trimmed = Enumerable.Range(0, rules.Length)
            .Where(rule => subscription is null || CanMeet(subscription, rule))
            .Max(rule => (long?)_trimmed[rule]) ?? 0;
        return after > Last ? new LogGap(after, _begin + 1, GapReason.Lost)
            : after < trimmed ? new LogGap(after, trimmed + 1, GapReason.Expired)
            : null;
    }

    internal IEnumerable<(long Sequence, FeedEvent Event)> ReadLast(int count, Subscription subscription) =>
        Read(0, subscription, conflate: false)
            .GroupBy(one => one.Event.Key is { } key ? (one.Event.Topic, key) : default)
            .SelectMany(group => group.TakeLast(count))
            .OrderBy(one => one.Sequence);

    internal static bool IsFor(FeedEvent e, Subscription subscription)
    {
        var follows = e.Topic is null || subscription.Topics.Any(pattern => pattern.Matches(e.Topic.Value));
        var isMeant = e.To is null || e.To.Client is { } client && client == subscription.ClientId ||
            e.To.User is { } user && user == subscription.User;
        return follows && isMeant && !e.Except.Any(client => client == subscription.ClientId);
    }

    private bool CanMeet(Subscription subscription, int rule) =>
        (subscription.Broadcasts && rule == RuleOf(null)) ||
        SomeTopics.Any(topic => RuleOf(topic) == rule && subscription.Follows(TopicName.Parse(topic)));

    private int RuleOf(string? topic)
    {
        var first = topic is null
            ? -1
            : Array.FindIndex(rules, rule =>
                rule.Topics.Any(pattern => TopicPattern.Parse(pattern).Matches(TopicName.Parse(topic))));
        return first < 0 ? rules.Length - 1 : first;
    }

    // A later value of its key goes to every receiver of this one. The search starts at the end, where it is soon found.
    private bool IsSuperseded((long Sequence, FeedEvent Event) one)
    {
        var i = _retained.Count - 1;
        while (_retained[i].Sequence > one.Sequence && !Supersedes(_retained[i].Event, one.Event))
        {
            i--;
        }

        return one.Event is { Key: not null, To: null } && _retained[i].Sequence > one.Sequence;
    }

    internal static bool Supersedes(FeedEvent later, FeedEvent e) =>
        later.Topic == e.Topic && later.Key == e.Key && later is { To: null, Except.Length: 0 };
}

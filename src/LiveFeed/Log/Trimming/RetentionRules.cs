using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Log.Trimming;

/// <summary>
/// Which events share limits. Rule 0 is the rest: what no configured rule matches, and what has no topic. Immutable.
/// </summary>
internal sealed class RetentionRules
{
    internal const int Rest = 0;

    // A day of what the service publishes about itself and its host by default: about 30 events a second, and room for
    // hosts with more disks.
    private static readonly RetentionRule[] Defaults =
        [new RetentionRule { Topics = ["metrics/**", "system/**"], MaxEvents = 3_000_000, MaxBytes = 2L << 30 }];

    private readonly ImmutableArray<ImmutableArray<TopicPattern>> _patterns; // for each rule; the rest has none
    // For each rule, the patterns of the rules before it: what they match belongs to them. All come before the rest.
    private readonly ImmutableArray<ImmutableArray<TopicPattern>> _before;
    private readonly ImmutableArray<Retention> _bounds; // of each rule

    private RetentionRules(ImmutableArray<ImmutableArray<TopicPattern>> patterns, ImmutableArray<Retention> bounds)
    {
        (_patterns, _bounds) = (patterns, bounds);
        _before = [.. patterns.Select((_, rule) => patterns[1..(rule == Rest ? patterns.Length : rule)])
            .Select(before => before.SelectMany(one => one).ToImmutableArray())];
    }

    internal int Count => _bounds.Length;

    /// <param name="options">They must be valid.</param>
    internal static RetentionRules Of(LogOptions options)
    {
        var rules = options.Retention ?? Defaults;
        return new RetentionRules(
            [[], .. rules.Select(rule => rule.Topics!.Select(TopicPattern.Parse).ToImmutableArray())],
            [Retention.Of(options), .. rules.Select(rule => Retention.Of(rule, options))]);
    }

    internal Retention BoundsOf(int rule) => _bounds[rule];

    /// <summary>The rule's patterns, in order. The file keeps this text, so that other rules are noticed.</summary>
    internal string TextOf(int rule) => string.Join(' ', _patterns[rule]); // no pattern has a space

    /// <summary>The rule that an event of the topic belongs to.</summary>
    internal int RuleOf(TopicName? topic)
    {
        for (var rule = 1; topic is not null && rule < _patterns.Length; rule++)
        {
            foreach (var pattern in _patterns[rule])
            {
                if (pattern.Matches(topic.Value))
                {
                    return rule;
                }
            }
        }

        return Rest;
    }

    /// <summary>
    /// Events up to this sequence that the subscription (null: everyone's) may want were trimmed: the highest mark of the
    /// rules that its topics can meet.
    /// </summary>
    /// <param name="subscription">What is wanted.</param>
    /// <param name="trimmed">For each rule, the sequence of its last trimmed event.</param>
    internal long TrimmedFor(Subscription? subscription, ReadOnlySpan<long> trimmed)
    {
        var furthest = 0L;
        for (var rule = 0; rule < trimmed.Length; rule++)
        {
            if (trimmed[rule] > furthest && (subscription is null || CanMeet(subscription, rule)))
            {
                furthest = trimmed[rule];
            }
        }

        return furthest;
    }

    /// <summary>True when a topic that the subscription follows may belong to the rule.</summary>
    internal bool CanMeet(Subscription subscription, int rule)
    {
        if (rule == Rest && subscription.Broadcasts)
        {
            return true;
        }

        foreach (var pattern in subscription.Topics)
        {
            if (CanMeet(pattern, rule))
            {
                return true;
            }
        }

        return false;
    }

    private bool CanMeet(TopicPattern followed, int rule) => rule == Rest
        ? !AreTaken(followed, _before[rule])
        : _patterns[rule].Any(pattern => pattern.Intersect(followed) is { } both && !AreTaken(both, _before[rule]));

    // True when one pattern covers the topics, or several together: "a" and "a/*/**" have all of "a/**".
    private static bool AreTaken(TopicPattern topics, ImmutableArray<TopicPattern> patterns) =>
        patterns.Any(pattern => pattern.Covers(topics)) ||
        (topics.SplitRest() is var (shorter, longer) &&
            patterns.Any(pattern => pattern.Segments.Length >= topics.Segments.Length) &&
            AreTaken(shorter, patterns) && AreTaken(longer, patterns));
}

using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>What a log retains of one topic, or of the broadcasts (no topic). Guarded by its log's lock.</summary>
internal sealed class LedgerEntry(TopicName? topic)
{
    internal TopicName? Topic { get; } = topic;

    internal long Retained { get; set; }

    /// <summary>Of these, how many have no key.</summary>
    internal long Unkeyed { get; set; }

    /// <summary>And how many have one but are not meant for everyone.</summary>
    internal long Narrow { get; set; }

    internal long LastSequence { get; set; }

    internal DateTimeOffset LastTime { get; set; }

    /// <summary>The sequence of the newest event of each key that is meant for everyone.</summary>
    internal Dictionary<string, long> LatestByKey { get; } = [];
}

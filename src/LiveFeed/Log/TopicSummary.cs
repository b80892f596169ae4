using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>What the log retains of one topic.</summary>
internal sealed record TopicSummary(TopicName Topic, Position LastPosition, DateTimeOffset LastTime, long Retained);

using LiveFeed.Events;

namespace LiveFeed.Log.Topics;

/// <summary>What the log retains of one topic.</summary>
internal readonly record struct TopicSummary(TopicName Topic, Position LastPosition, DateTimeOffset LastTime, long Retained);

using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Looking;

/// <summary>The topics that patterns stand for.</summary>
internal static class RetainedTopics
{
    /// <summary>Those that have retained events, each once, in the order of their names.</summary>
    internal static IEnumerable<TopicName> Of(IEnumerable<TopicPattern> patterns, IEventLog log) => patterns
        .SelectMany(log.Topics)
        .Select(summary => summary.Topic)
        .Distinct()
        .OrderBy(topic => topic.Value, StringComparer.Ordinal);
}

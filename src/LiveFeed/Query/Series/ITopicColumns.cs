using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Query.Series;

/// <summary>
/// Reduces the events of one topic to what an answer needs. It gets the events in the order of the log. Not thread-safe.
/// </summary>
internal interface ITopicColumns
{
    TopicName Topic { get; }

    /// <summary>Whether it first gets the last event before the requested time.</summary>
    static abstract bool BeginsBefore { get; }

    bool IsEmpty { get; }

    /// <summary>About how many bytes it holds.</summary>
    long Bytes { get; }

    void Show(FeedEvent e);

    /// <summary>Called after all events. Writes its members, without the topic, into the writer's object.</summary>
    void Write(Utf8JsonWriter writer);
}

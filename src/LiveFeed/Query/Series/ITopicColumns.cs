using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Query.Series;

/// <summary>
/// What the events of one topic are reduced to: shown them in the log's order, it keeps what an answer says of them. Not
/// thread-safe.
/// </summary>
internal interface ITopicColumns
{
    TopicName Topic { get; }

    /// <summary>Whether the last event before the time asked for is shown too, first of all.</summary>
    static abstract bool BeginsBefore { get; }

    bool IsEmpty { get; }

    /// <summary>What is held of it, about.</summary>
    long Bytes { get; }

    void Show(FeedEvent e);

    /// <summary>Once all events were shown: its members, beside the topic, of the object that the writer is in.</summary>
    void Write(Utf8JsonWriter writer);
}

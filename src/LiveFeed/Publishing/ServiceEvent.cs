using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiveFeed.Events;

namespace LiveFeed.Publishing;

/// <summary>Makes the named events that tell that something happened. They have no key: each one counts.</summary>
internal static class ServiceEvent
{
    internal static FeedEvent Make<T>(
        TopicName topic, string name, T data, JsonTypeInfo<T> json, DateTimeOffset time) => new()
        {
            Topic = topic,
            Name = name,
            Data = EventData.Json(JsonSerializer.SerializeToUtf8Bytes(data, json)),
            Time = time,
        };
}

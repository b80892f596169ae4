using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiveFeed.Events;

namespace LiveFeed.Publishing;

/// <summary>Makes named events about what happened in the service. They have no key, so none replaces another.</summary>
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

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiveFeed.Client;

/// <summary>What a stream gives, with its data as an object. Immutable.</summary>
/// <typeparam name="T">The data's type.</typeparam>
public sealed class LiveEvent<T>
{
    private readonly JsonTypeInfo<T> _type;

    internal LiveEvent(LiveEvent raw, JsonTypeInfo<T> type) => (Raw, _type) = (raw, type);

    /// <summary>Position, topic, name, time, and the data as JSON.</summary>
    public LiveEvent Raw { get; }

    /// <summary>Not null: no event, but the news that events are missing here.</summary>
    public LiveGap? Gap => Raw.Gap;

    /// <summary>The data, read at each call: so one event that cannot be read does not end the stream.</summary>
    /// <exception cref="JsonException">The data is something else.</exception>
    /// <exception cref="InvalidOperationException">This is a gap.</exception>
    public T? Data => Raw.Deserialize(_type);
}

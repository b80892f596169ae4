using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiveFeed.Client;

/// <summary>
/// What a stream gives: an event, or in its place among the events a <see cref="Gap"/>. A gap's <see cref="Event"/> is
/// <c>livefeed.gap</c>, a name that no producer can give. Immutable.
/// </summary>
public sealed record LiveEvent
{
    /// <summary>The name of an event whose producer gave none.</summary>
    public const string DefaultEvent = "message";

    internal const string GapEvent = "livefeed.gap";

    internal LiveEvent(string @event, ReadOnlyMemory<byte> data) => (Event, Data) = (@event, data);

    /// <summary>
    /// Where the event stands in the feed's log; opaque. A new stream goes on after it by
    /// <see cref="FollowOptions.After"/>. Null for an ephemeral event, which is not in the log.
    /// </summary>
    public string? Position { get; internal init; }

    /// <summary>Where it belongs; null for what was sent to everybody, to this client or to this user.</summary>
    public string? Topic { get; internal init; }

    /// <summary>The event's name.</summary>
    public string Event { get; }

    /// <summary>When it happened, in UTC: its producer's time, or else the time of receipt.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>The data as JSON in UTF-8; text is a JSON string.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>
    /// Not null: no event, but the news that events are missing here. Load anew what they would have said.
    /// </summary>
    public LiveGap? Gap { get; internal init; }

    /// <summary>The data as an object.</summary>
    /// <param name="type">How to read it, from a <c>JsonSerializerContext</c>; safe with trimming and AOT.</param>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <exception cref="JsonException">The data is something else.</exception>
    /// <exception cref="InvalidOperationException">This is a gap.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> type)
    {
        ThrowIfGap();
        return JsonSerializer.Deserialize(Data.Span, type);
    }

    /// <summary>The data as an object, by reflection.</summary>
    /// <param name="options">How to read it; null: <see cref="JsonSerializerOptions.Web"/>.</param>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <exception cref="JsonException">The data is something else.</exception>
    /// <exception cref="InvalidOperationException">This is a gap.</exception>
    [RequiresUnreferencedCode("Give a JsonTypeInfo where the app is trimmed.")]
    [RequiresDynamicCode("Give a JsonTypeInfo where the app is compiled ahead of time.")]
    public T? Deserialize<T>(JsonSerializerOptions? options = null)
    {
        ThrowIfGap();
        return JsonSerializer.Deserialize<T>(Data.Span, options ?? JsonSerializerOptions.Web);
    }

    /// <summary>The data as it is: a string's text, any other value's JSON.</summary>
    public string ReadText()
    {
        var reader = new Utf8JsonReader(Data.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : System.Text.Encoding.UTF8.GetString(Data.Span);
    }

    internal static LiveEvent Of(LiveGap gap, ReadOnlyMemory<byte> data, DateTimeOffset now) =>
        new(GapEvent, data) { Gap = gap, Time = now };

    private void ThrowIfGap()
    {
        if (Gap is { } gap)
        {
            throw new InvalidOperationException(
                $"Events after {gap.After} and before {gap.Before} are missing ({gap.Reason}): look at Gap before Data.");
        }
    }
}

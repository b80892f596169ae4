using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiveFeed.Client;

/// <summary>An event to publish. Make it by <c>Of</c>, <see cref="OfText"/> or <see cref="OfJson"/>. Immutable.</summary>
public sealed record NewEvent
{
    private NewEvent(string? topic, ReadOnlyMemory<byte> data) => (Topic, Data) = (topic, data);

    /// <summary>Where it belongs. Null and without <c>To…</c>: it is sent to everybody.</summary>
    public string? Topic { get; init; }

    /// <summary>Its name; null: <see cref="LiveEvent.DefaultEvent"/>.</summary>
    public string? Event { get; init; }

    /// <summary>The data as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The event is the latest value of this key. A reader that lags gets only the latest of each key.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Published again, the event is stored once. Null: the client gives it an id before the first attempt. Give one
    /// yourself where the process may die and publish the event again after its start.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>When it happened; null: when the service receives it.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Only to this connection, by its <c>clientId</c> or <c>memberId</c>.</summary>
    public string? ToClient { get; init; }

    /// <summary>Only to the connections of this user.</summary>
    public string? ToUser { get; init; }

    /// <summary>Connections that do not get it, by <c>clientId</c> or <c>memberId</c>.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>
    /// It goes to those who are connected now, and is not kept. It is sent once: when nobody knows whether an attempt got
    /// through, it fails, as the service would not know it again.
    /// </summary>
    public bool Ephemeral { get; init; }

    /// <summary>An event whose data is an object.</summary>
    /// <param name="topic">Where it belongs.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">How to write it, from a <c>JsonSerializerContext</c>; safe with trimming and AOT.</param>
    /// <typeparam name="T">The data's type.</typeparam>
    public static NewEvent Of<T>(string? topic, T data, JsonTypeInfo<T> type) =>
        new(topic, JsonSerializer.SerializeToUtf8Bytes(data, type));

    /// <summary>An event whose data is an object, written by reflection.</summary>
    /// <param name="topic">Where it belongs.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">How to write it; null: <see cref="JsonSerializerOptions.Web"/>.</param>
    /// <typeparam name="T">The data's type.</typeparam>
    [RequiresUnreferencedCode("Give a JsonTypeInfo where the app is trimmed.")]
    [RequiresDynamicCode("Give a JsonTypeInfo where the app is compiled ahead of time.")]
    public static NewEvent Of<T>(string? topic, T data, JsonSerializerOptions? options = null) =>
        new(topic, JsonSerializer.SerializeToUtf8Bytes(data, options ?? JsonSerializerOptions.Web));

    /// <summary>An event whose data is text.</summary>
    /// <param name="topic">Where it belongs.</param>
    /// <param name="text">The text.</param>
    public static NewEvent OfText(string? topic, string text) =>
        new(topic, JsonSerializer.SerializeToUtf8Bytes(text, Http.ClientJson.Default.String));

    /// <summary>An event whose data is JSON already.</summary>
    /// <param name="topic">Where it belongs.</param>
    /// <param name="json">One JSON value in UTF-8. It must not change any more.</param>
    /// <exception cref="JsonException">It is not well-formed.</exception>
    public static NewEvent OfJson(string? topic, ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
        }

        return new(topic, json);
    }
}

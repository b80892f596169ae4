using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Badges;

/// <summary>
/// The value in an event's data, by the rule that the boards go by: at the dotted path, or else the data itself or its
/// <c>value</c>. A number, or a text; neither when there is no value there.
/// </summary>
internal readonly record struct EventValue(double? Number, string? Text, string Unit)
{
    private const int MaxUnit = 16; // characters: more is no unit

    // How deep data may be was checked when it was published.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = int.MaxValue };

    internal static EventValue Read(EventData data, string? path)
    {
        if (data.IsText)
        {
            return new EventValue(null, path is null ? data.ToString() : null, "");
        }

        using var document = JsonDocument.Parse(data.Utf8, Options);
        var root = document.RootElement;
        var place = path is not null ? Follow(root, path) : root.ValueKind == JsonValueKind.Object ? Follow(root, "value") : root;
        var unit = Follow(root, "unit") is { ValueKind: JsonValueKind.String } named ? named.GetString()! : "";
        return Of(place) with { Unit = unit.Length > MaxUnit ? unit[..MaxUnit] : unit };
    }

    private static EventValue Of(JsonElement? place) => place switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && double.IsFinite(value) => new EventValue(value, null, ""),
        { ValueKind: JsonValueKind.String } text => new EventValue(null, text.GetString(), ""),
        { ValueKind: JsonValueKind.True or JsonValueKind.False } truth => new EventValue(null, truth.GetBoolean() ? "true" : "false", ""),
        _ => new EventValue(null, null, ""),
    };

    private static JsonElement? Follow(JsonElement data, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out data))
            {
                return null;
            }
        }

        return data;
    }
}

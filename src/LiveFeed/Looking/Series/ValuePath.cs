using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Looking.Series;

/// <summary>
/// Where the number stands in an event's data, by the pages' rule: at the dotted path, or else the data itself or its
/// <c>value</c>.
/// </summary>
internal sealed class ValuePath(string? dotted)
{
    internal const int MaxLength = 200;

    // A longer text beside a value is no unit.
    private const int MaxUnit = 16;

    private readonly string[] _names = (dotted ?? "value").Split('.');

    /// <summary>Nothing for text, and where no finite number stands there.</summary>
    internal double? Read(EventData data)
    {
        if (data.IsText)
        {
            return null;
        }

        var reader = new Utf8JsonReader(data.Utf8);
        reader.Read();
        if (dotted is not null || reader.TokenType != JsonTokenType.Number)
        {
            foreach (var name in _names)
            {
                if (!TryEnter(ref reader, name))
                {
                    return null;
                }
            }
        }

        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : null;
    }

    /// <summary>The unit that the data names beside its value, cut to the length of one.</summary>
    internal static string? ReadUnit(EventData data)
    {
        if (data.IsText)
        {
            return null;
        }

        var reader = new Utf8JsonReader(data.Utf8);
        reader.Read();
        return TryEnter(ref reader, "unit") && reader.TokenType == JsonTokenType.String && reader.GetString() is { } unit
            ? unit[..Math.Min(unit.Length, MaxUnit)]
            : null;
    }

    // From an object to its member's value.
    private static bool TryEnter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                return reader.Read();
            }

            reader.Skip();
        }

        return false;
    }
}

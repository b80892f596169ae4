using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Reading;

/// <summary>
/// Where the value stands in an event's data, by the pages' rule: at the dotted path, or else the data itself or its
/// <c>value</c>.
/// </summary>
internal sealed class ValuePath(string? dotted)
{
    internal const int MaxLength = 200;

    // A longer text beside a value is no unit.
    private const int MaxUnit = 16;

    // How deep data may be was checked when it was published.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    private readonly string[] _names = (dotted ?? "value").Split('.');

    internal EventValue Read(EventData data)
    {
        if (data.IsText)
        {
            return dotted is null ? EventValue.OfText(data) : default;
        }

        var reader = new Utf8JsonReader(data.Utf8, Options);
        return TryFind(ref reader) ? EventValue.Of(ref reader) : default;
    }

    /// <summary>Nothing where no finite number stands there: reads no more of the data than that takes.</summary>
    internal double? ReadNumber(EventData data)
    {
        if (data.IsText)
        {
            return null;
        }

        var reader = new Utf8JsonReader(data.Utf8, Options);
        return TryFind(ref reader) && reader.TokenType == JsonTokenType.Number ? EventValue.Of(ref reader).Number : null;
    }

    /// <summary>The unit that the data names beside its value, cut to the length of one.</summary>
    internal static string? ReadUnit(EventData data)
    {
        if (data.IsText)
        {
            return null;
        }

        var reader = new Utf8JsonReader(data.Utf8, Options);
        reader.Read();
        return TryEnter(ref reader, "unit") && reader.TokenType == JsonTokenType.String && reader.GetString() is { } unit
            ? unit[..Math.Min(unit.Length, MaxUnit)]
            : null;
    }

    private bool TryFind(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (dotted is null && reader.TokenType != JsonTokenType.StartObject)
        {
            return true;
        }

        foreach (var name in _names)
        {
            if (!TryEnter(ref reader, name))
            {
                return false;
            }
        }

        return true;
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

using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Reading;

/// <summary>
/// Where the value is in an event's data, by the same rule as in the pages: at the dotted path; without a path, the data
/// itself or its <c>value</c>.
/// </summary>
internal sealed class ValuePath(string? dotted)
{
    internal const int MaxLength = 200;

    // A unit is cut to this length.
    private const int MaxUnit = 16;

    // The depth of the data was checked when it was published.
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

    /// <summary>
    /// The number at the path; null when there is no finite number. Reads no more of the data than it needs.
    /// </summary>
    internal double? ReadNumber(EventData data)
    {
        if (data.IsText)
        {
            return null;
        }

        var reader = new Utf8JsonReader(data.Utf8, Options);
        return TryFind(ref reader) && reader.TokenType == JsonTokenType.Number ? EventValue.Of(ref reader).Number : null;
    }

    /// <summary>The unit beside the value in the data, cut to the max length.</summary>
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

    // Moves from an object to the value of its member.
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

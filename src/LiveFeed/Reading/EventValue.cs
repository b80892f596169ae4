using System.Buffers;
using System.Text;
using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Reading;

/// <summary>
/// The value in an event's data: a finite number, or a text, which a truth value is too; neither where there is none. Of a
/// long text it is the beginning: nobody shows more, and a string of megabytes for each event would be much to clear away.
/// </summary>
internal readonly record struct EventValue(double? Number, string? Text)
{
    /// <summary>Characters of a text.</summary>
    internal const int MaxText = 1_000;

    private const int MostBytesOfCharacter = 4;

    internal bool IsNone => Number is null && Text is null;

    /// <summary>Of data that is plain text.</summary>
    internal static EventValue OfText(EventData data)
    {
        var text = Encoding.UTF8.GetString(data.Utf8.AsSpan(0, Math.Min(data.Utf8.Length, MostBytesOfCharacter * MaxText)));
        return new EventValue(null, text.Length <= MaxText ? text : text[..MaxText]);
    }

    /// <summary>Of the JSON value that the reader stands on.</summary>
    internal static EventValue Of(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) =>
            new EventValue(number, null),
        JsonTokenType.String => new EventValue(null, ReadText(ref reader)),
        JsonTokenType.True => new EventValue(null, "true"),
        JsonTokenType.False => new EventValue(null, "false"),
        _ => default,
    };

    private static string ReadText(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length <= MaxText)
        {
            return reader.GetString()!;
        }

        var characters = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return new string(characters, 0, Math.Min(reader.CopyString(characters), MaxText));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}

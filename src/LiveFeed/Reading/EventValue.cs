using System.Buffers;
using System.Text;
using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Reading;

/// <summary>
/// The value in an event's data: a finite number or a text; neither when there is none. True and false are texts. A long
/// text is cut: nobody shows more, and a text of megabytes for each event would burden the garbage collector.
/// </summary>
internal readonly record struct EventValue(double? Number, string? Text)
{
    /// <summary>Max characters of a text.</summary>
    internal const int MaxText = 1_000;

    private const int MaxBytesOfCharacter = 4;

    internal bool IsNone => Number is null && Text is null;

    /// <summary>The value of data that is plain text.</summary>
    internal static EventValue OfText(EventData data)
    {
        var text = Encoding.UTF8.GetString(data.Utf8.AsSpan(0, Math.Min(data.Utf8.Length, MaxBytesOfCharacter * MaxText)));
        return new EventValue(null, text.Length <= MaxText ? text : text[..MaxText]);
    }

    /// <summary>The value of the JSON value at the reader.</summary>
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

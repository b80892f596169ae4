using System.Text.Json;

namespace LiveFeed.Looking.Series;

/// <summary>The value in an event's data: a finite number, or a text, which a truth value is too; neither where there is none.</summary>
internal readonly record struct EventValue(double? Number, string? Text)
{
    internal bool IsNone => Number is null && Text is null;

    /// <summary>Of the JSON value that the reader stands on.</summary>
    internal static EventValue Of(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) => new EventValue(number, null),
        JsonTokenType.String => new EventValue(null, reader.GetString()),
        JsonTokenType.True => new EventValue(null, "true"),
        JsonTokenType.False => new EventValue(null, "false"),
        _ => default,
    };
}

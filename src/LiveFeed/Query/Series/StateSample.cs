using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>A reported state.</summary>
/// <param name="Time">When, in milliseconds since 1970.</param>
/// <param name="Value">The state.</param>
internal readonly record struct StateSample(long Time, EventValue Value)
{
    /// <summary>About how many bytes it takes.</summary>
    internal int Bytes => 48 + (Value.Text is { } text ? 24 + (sizeof(char) * text.Length) : 0);
}

using System.Globalization;

namespace LiveFeed.Metrics.Sources;

/// <summary>The fields of a line, separated by white space, read from left to right.</summary>
internal ref struct ProcFields(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;

    /// <summary>The next field; empty when there is none.</summary>
    internal ReadOnlySpan<char> Next()
    {
        _rest = _rest.TrimStart();
        var end = _rest.IndexOfAny(' ', '\t');
        var field = end < 0 ? _rest : _rest[..end];
        _rest = _rest[field.Length..];
        return field;
    }

    /// <summary>The next field as a counter; null when there is none, or it is not a whole number of 64 bits.</summary>
    internal ulong? NextCounter() =>
        ulong.TryParse(Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var counter) ? counter : null;

    internal double? NextDecimal() =>
        double.TryParse(Next(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    internal void Skip(int fields)
    {
        for (; fields > 0; fields--)
        {
            Next();
        }
    }
}

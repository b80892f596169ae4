using System.Globalization;

namespace LiveFeed.Client.Frames;

/// <summary>
/// Compares positions, <c>epoch-sequence</c>. Only what drops repetitions looks into them; for all else they are opaque.
/// </summary>
internal static class LogPosition
{
    /// <summary>A position, and not the id that a stream gets last which must not come back.</summary>
    internal static bool IsOne(string? text) => text?.LastIndexOf('-') > 0;

    /// <summary>
    /// Whether an event at a position is news to who has had everything up to another one. Where the log began anew between
    /// them, it is.
    /// </summary>
    internal static bool IsAfter(string position, string? had) =>
        had is null || Compare(position, had) is not { } order || order > 0;

    /// <summary>Below 0: the first is earlier. Null: they are of different logs.</summary>
    internal static int? Compare(string one, string other)
    {
        var (dash, otherDash) = (one.LastIndexOf('-'), other.LastIndexOf('-'));
        if (!one.AsSpan(0, Math.Max(dash, 0)).SequenceEqual(other.AsSpan(0, Math.Max(otherDash, 0))))
        {
            return null;
        }

        // As text: no number is too long for it.
        var sequence = one.AsSpan(dash + 1).TrimStart('0');
        var otherSequence = other.AsSpan(otherDash + 1).TrimStart('0');
        return sequence.Length != otherSequence.Length
            ? sequence.Length - otherSequence.Length
            : sequence.CompareTo(otherSequence, StringComparison.Ordinal);
    }

    /// <summary>The position of one of several events that were stored together, if the answer tells it for sure.</summary>
    /// <param name="first">The first event's position.</param>
    /// <param name="last">The last one's.</param>
    /// <param name="count">How many have a position, in order and each for the first time.</param>
    /// <param name="index">Which of them.</param>
    internal static string? Within(string first, string last, int count, int index)
    {
        var (dash, lastDash) = (first.LastIndexOf('-'), last.LastIndexOf('-'));
        if (!first.AsSpan(0, Math.Max(dash, 0)).SequenceEqual(last.AsSpan(0, Math.Max(lastDash, 0))) ||
            !TryNumber(first.AsSpan(dash + 1), out var from) || !TryNumber(last.AsSpan(lastDash + 1), out var to))
        {
            return null;
        }

        // Others may have published between them. If nobody did, each is where it must be.
        return to - from == count - 1
            ? string.Create(CultureInfo.InvariantCulture, $"{first.AsSpan(0, dash)}-{from + index}")
            : index == 0 ? first
            : index == count - 1 ? last
            : null;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

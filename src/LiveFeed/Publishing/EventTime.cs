namespace LiveFeed.Publishing;

/// <summary>
/// The time that a producer gives an event: a date and time of RFC 3339. A time outside the bounds is a mistake (a clock
/// that was never set, a default that was never replaced). The precision is 100 ns; finer digits are cut off.
/// </summary>
internal static class EventTime
{
    internal const string Earliest = "1970-01-01T00:00:00Z";
    internal const string End = "2200-01-01T00:00:00Z";

    private const int WholeSeconds = 19; // characters up to the fraction
    private const int MaxFraction = 7; // digits that are kept
    private const string Form =
        "must be a date and time of RFC 3339 with its offset from UTC, such as 2026-01-31T10:00:00.25Z or " +
        "2026-01-31T11:00:00+01:00";

    private static readonly long EarliestTicks = DateTime.UnixEpoch.Ticks;
    private static readonly long EndTicks = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <param name="text">What the producer sent.</param>
    /// <param name="time">The instant, in UTC.</param>
    /// <param name="error">What is wrong, when there is none.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time, out string error)
    {
        time = default;
        if (Ticks(text) is not { } ticks)
        {
            error = Form;
            return false;
        }

        if (ticks < EarliestTicks || ticks >= EndTicks)
        {
            error = $"must be from {Earliest} on and before {End}";
            return false;
        }

        (time, error) = (new DateTimeOffset(ticks, TimeSpan.Zero), "");
        return true;
    }

    // Null when the form is wrong. The result may be before the earliest possible instant.
    private static long? Ticks(ReadOnlySpan<char> text)
    {
        if (text is not [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't', _, _, ':', _, _, ':', _, _, _, ..])
        {
            return null;
        }

        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..WholeSeconds]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) ||
            hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60 ||
            !TryReadFraction(text[WholeSeconds..], out var fraction, out var rest) || OffsetMinutes(rest) is not { } offset)
        {
            return null;
        }

        var ticks = new DateTime(year, month, day, hour, minute, 0).Ticks - (offset * TimeSpan.TicksPerMinute);

        // A leap second is at the end of a day of UTC and counts as the first second of the next.
        return second < 60 || (ticks + TimeSpan.TicksPerMinute) % TimeSpan.TicksPerDay == 0
            ? ticks + (second * TimeSpan.TicksPerSecond) + fraction
            : null;
    }

    private static bool TryReadFraction(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = text;
        if (text is not ['.', .. var after])
        {
            return true;
        }

        var digits = after.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : after.Length;
        for (var i = 0; i < MaxFraction; i++)
        {
            ticks = (10 * ticks) + (i < digits ? after[i] - '0' : 0);
        }

        rest = after[digits..];
        return digits > 0;
    }

    private static long? OffsetMinutes(ReadOnlySpan<char> text) => text switch
    {
        ['Z' or 'z'] => 0,
        ['+' or '-', _, _, ':', _, _] when
            Number(text[1..3]) is >= 0 and <= 23 and var hours && Number(text[4..]) is >= 0 and <= 59 and var minutes =>
            (text[0] == '-' ? -1 : 1) * ((60 * hours) + minutes),
        _ => null,
    };

    // -1 when it has anything but digits.
    private static int Number(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            number = (10 * number) + c - '0';
        }

        return number;
    }
}

using System.Globalization;

namespace LiveFeed.Settings;

/// <summary>
/// A time span as people write it, in a setting or in a query: <c>00:00:15</c>, <c>1.00:00:00</c>. The framework reads
/// <c>24</c> and <c>24:00:00</c> as 24 days, so neither is one here.
/// </summary>
internal static class TimeSpanText
{
    internal const string Form = "a time span such as 00:00:15";
    internal const string Days = "write 1.00:00:00 for 24 hours";

    // "c" has days only before a dot. With three colons (1:00:00:00) a number of days is meant, which only "g" reads. The
    // framework would ignore NULs after a value.
    internal static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        return text.AsSpan().Count(':') is > 0 and var colons && !text.Contains('\0', StringComparison.Ordinal) &&
            TimeSpan.TryParseExact(text, colons == 3 ? "g" : "c", CultureInfo.InvariantCulture, out span);
    }
}

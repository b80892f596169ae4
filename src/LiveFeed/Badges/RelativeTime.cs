using System.Globalization;

namespace LiveFeed.Badges;

/// <summary>A span for people, by its largest unit: <c>12 s</c>, <c>5 min</c>, <c>3 h</c>, <c>4 d</c>.</summary>
internal static class RelativeTime
{
    internal static string Of(TimeSpan span)
    {
        var (count, unit) = span switch
        {
            { TotalSeconds: < 100 } when span.TotalSeconds % 60 != 0 || span == TimeSpan.Zero => (span.TotalSeconds, "s"),
            { TotalMinutes: < 100 } when span.TotalMinutes % 60 != 0 => (span.TotalMinutes, "min"),
            { TotalHours: < 48 } => (span.TotalHours, "h"),
            _ => (span.TotalDays, "d"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Math.Max(0, count))}\u00a0{unit}");
    }
}

namespace LiveFeed.Streaming;

/// <summary>Spreads out what a thousand clients would otherwise do at the same moment.</summary>
internal static class Jitter
{
    /// <summary>A time up to so much more or less, random at each call.</summary>
    /// <param name="time">The middle.</param>
    /// <param name="part">0 to 1: the max distance from the middle, as a part of it.</param>
    internal static TimeSpan Around(TimeSpan time, double part) =>
        time * (1 + (part * ((2 * Random.Shared.NextDouble()) - 1)));

    /// <summary>A time up to so much less, random at each call.</summary>
    internal static TimeSpan Below(TimeSpan time, double part) => time * (1 - (part * Random.Shared.NextDouble()));
}

namespace LiveFeed.Log;

/// <summary>Where a page of a log starts.</summary>
/// <param name="After">The page starts after this sequence, or before it when it is read back.</param>
/// <param name="Gap">The events just before the page that its reader has lost.</param>
/// <param name="End">The page ends here: events behind it are lost. <see cref="long.MaxValue"/> when none are.</param>
internal readonly record struct PageStart(long After, LogGap? Gap, long End)
{
    internal static PageStart Back(long before) => new(before, Gap: null, long.MaxValue);
}

using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>
/// The gaps that a reader was told. Where one retention rule has trimmed events, another may retain some events between
/// them. So each page that begins there has the same gap again. A mutable struct: it lives in one field and is never
/// copied. Not thread-safe.
/// </summary>
internal struct ToldGaps
{
    private long _expiredBefore; // of the last gap of expired events

    /// <summary>True when the gap was not told yet. From now on it counts as told.</summary>
    internal bool IsNews(LogGap gap)
    {
        var isNews = gap.Reason != GapReason.Expired || gap.Before > _expiredBefore;
        _expiredBefore = Math.Max(_expiredBefore, gap.Before);
        return isNews;
    }
}

using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>
/// Which gaps a reader was told. Where one retention rule has trimmed events another may retain some between, so each page
/// that begins there tells the same gap again. A mutable struct: it lives in one field and is never copied. Not thread-safe.
/// </summary>
internal struct ToldGaps
{
    private long _expiredBefore; // of the last gap of expired events

    /// <summary>The gap was not told yet; from now on it is.</summary>
    internal bool IsNews(LogGap gap)
    {
        var isNews = gap.Reason != GapReason.Expired || gap.Before > _expiredBefore;
        _expiredBefore = Math.Max(_expiredBefore, gap.Before);
        return isNews;
    }
}

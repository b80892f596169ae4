using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Reading;

namespace LiveFeed.Query.History;

/// <summary>
/// The oldest events of a range. One page of the log is held at a time. The answer has max one gap: it ends before a second
/// one. Gaps without an event between them count as one.
/// </summary>
/// <param name="reads">Reads the log.</param>
/// <param name="lease">The query's.</param>
/// <param name="range">The range to read.</param>
/// <param name="limit">Max events.</param>
/// <param name="hasPosition">
/// The client has read up to the beginning of the range, so events trimmed after it are a gap.
/// </param>
internal sealed class HistoryPages(QueryLogReader reads, QueryLease lease, HistoryRange range, int limit, bool hasPosition)
    : IHistoryEvents
{
    private LeasedPage<LogPage>? _page;
    private int _index; // of the next event in it
    private int _passed;
    private long _read = range.After; // the log was read up to here; within a page: written up to here
    // the end of the reported gap: pages that begin in it report it again, as other retention rules retain events there
    private long _toldBefore;
    private bool _atEnd;

    public long Next => Math.Min(_read, Math.Max(range.After, range.Through));

    /// <summary>Events that are missing: given at the start, or found while reading.</summary>
    public GapFrame? Gap { get; set; }

    public async ValueTask<EventFrame?> PeekAsync()
    {
        while (_passed < limit)
        {
            if (_page?.Page is { } page)
            {
                if (_index < page.Frames.Count && page.Frames[_index] is var frame && frame.Sequence <= range.Through)
                {
                    return frame;
                }

                _read = page.Through;
                _atEnd = page.ReachedEnd || _read >= range.Through;
                LetGo();
            }

            if (_atEnd)
            {
                return null;
            }

            _page = await reads.ReadAsync(lease, _read, range.Subscription, limit - _passed);
            if (_page.Page.Gap is { } gap && !IsTold(gap))
            {
                _atEnd = true;
                LetGo();
            }
        }

        return null;
    }

    public void Pass()
    {
        _read = _page!.Page.Frames[_index++].Sequence;
        _passed++;
    }

    public void LetGo()
    {
        _page?.Dispose();
        (_page, _index) = (null, 0);
    }

    // False when this would be a second gap.
    private bool IsTold(LogGap gap)
    {
        if ((gap.Reason != GapReason.Lost && !hasPosition) || gap.Before <= _toldBefore)
        {
            return true;
        }

        if (Gap is not null && _passed > 0)
        {
            return false;
        }

        var epochs = reads.Log.Epochs;
        var reason = Gap is { Reason: not GapReason.Expired } first ? first.Reason : gap.Reason;
        Gap = new GapFrame(Gap?.After ?? epochs.PositionOf(gap.After), epochs.PositionOf(gap.Before), reason);
        _toldBefore = gap.Before;
        return true;
    }
}

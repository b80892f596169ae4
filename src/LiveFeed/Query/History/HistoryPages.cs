using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Reading;

namespace LiveFeed.Query.History;

/// <summary>
/// The oldest events of a range, of which one page of the log is held at a time. It tells of one gap and ends before
/// another, unless there is no event between them: then they are one.
/// </summary>
/// <param name="reads">Of the log.</param>
/// <param name="lease">The query's.</param>
/// <param name="range">What is read.</param>
/// <param name="limit">How many events, at most.</param>
/// <param name="hasPosition">Who asks has read up to the beginning: then what was trimmed after it is a gap.</param>
internal sealed class HistoryPages(QueryLogReader reads, QueryLease lease, HistoryRange range, int limit, bool hasPosition)
    : IHistoryEvents
{
    private LeasedPage<LogPage>? _page;
    private int _index; // of the next event in it
    private int _passed;
    private long _read = range.After; // the log was read up to here, or written where the page is not at its end
    // of the gap that was told: pages that begin in it tell it again, as other retention rules retain events there
    private long _toldBefore;
    private bool _atEnd;

    public long Next => Math.Min(_read, Math.Max(range.After, range.Through));

    /// <summary>What is no longer there: given at first, or found on the way.</summary>
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

    // False when it would be another one.
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

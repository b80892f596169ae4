using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>
/// Collects one page of a log. It is shown every event in order, or from the newest back, and keeps the wanted ones.
/// </summary>
/// <param name="subscription">What is wanted; null for everything.</param>
/// <param name="start">Where the page starts.</param>
/// <param name="limit">How many events the page may hold.</param>
/// <param name="isSuperseded">Says which keyed events to leave out; null keeps them all.</param>
internal sealed class PageBuilder(
    Subscription? subscription, PageStart start, int limit, Func<EventFrame, bool>? isSuperseded)
{
    private readonly List<EventFrame> _frames = [];
    private int _looked;
    private long _bytes;
    private int _conflated;

    internal Subscription? Subscription => subscription;

    internal long Through { get; private set; } = start.After;

    /// <summary>No event after this sequence may be shown.</summary>
    internal long End => start.End;

    internal bool IsFull =>
        _frames.Count >= limit || _looked >= ReadLimits.PageEvents || _bytes >= ReadLimits.PageBytes;

    /// <summary>The max number of further events that it looks at.</summary>
    internal int Room => ReadLimits.PageEvents - _looked;

    /// <summary>The max number of further events that it can keep.</summary>
    internal int Wanted => limit - _frames.Count;

    internal void Show(EventFrame frame)
    {
        _looked++;
        Through = frame.Sequence;
        if (subscription?.Wants(frame.Event) == false)
        {
            return;
        }

        if (isSuperseded?.Invoke(frame) == true)
        {
            _conflated++;
            return;
        }

        _frames.Add(frame);
        _bytes += frame.Size;
    }

    /// <summary>Shows one after the other until the page is full; says whether all were shown.</summary>
    /// <param name="frames">In the order in which the page is read.</param>
    /// <param name="isRetained">Says which of them are still there; null when all are.</param>
    internal bool Show(ReadOnlySpan<EventFrame> frames, Func<EventFrame, bool>? isRetained = null)
    {
        foreach (var frame in frames)
        {
            if (IsFull)
            {
                return false;
            }

            if (isRetained?.Invoke(frame) == false)
            {
                _looked++;
                Through = frame.Sequence;
                continue;
            }

            Show(frame);
        }

        return true;
    }

    /// <summary>Everything up to this sequence has been looked at, also where there is no event.</summary>
    internal void Pass(long sequence) => Through = Math.Max(Through, sequence);

    /// <summary>The page of a log that was read forwards.</summary>
    /// <param name="trimmed">Events up to this sequence that the subscription may want were trimmed.</param>
    /// <param name="reachedEnd">There is nothing more to show, before <see cref="End"/>.</param>
    internal LogPage Build(long trimmed, bool reachedEnd)
    {
        var gap = start.Gap ?? (trimmed > start.After ? new LogGap(start.After, trimmed + 1, GapReason.Expired) : null);

        if (reachedEnd)
        {
            // Only now: other retention rules may still retain events below the mark.
            Pass(trimmed);
        }

        if (reachedEnd && End < long.MaxValue)
        {
            Pass(End);
            reachedEnd = false;
        }

        return new LogPage(_frames, Through, gap, _conflated, reachedEnd);
    }

    /// <summary>The page of a log that was read back.</summary>
    internal LogPage BuildBack(bool reachedEnd) => new(_frames, Through, Gap: null, _conflated, reachedEnd);
}

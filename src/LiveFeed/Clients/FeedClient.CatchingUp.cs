using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>
/// Reads the log, one page at a time and at the client's own speed: (f) in docs/architecture.md. Only the task of its
/// transport calls this, and not on a thread of the hub, which a read of the log must not delay.
/// </summary>
internal sealed partial class FeedClient
{
    // So few that they are read and written in some ten microseconds.
    private const int FewEvents = 64;

    private bool IsNear(long sequence) =>
        _log.IsInMemory(sequence) && _log.CountBetween(sequence, _log.Head) <= FewEvents;

    // A removal does not wait: after its answer, which may be in this batch, nothing comes of its topics.
    private async ValueTask ReadLastAsync(List<Frame> batch)
    {
        if (Volatile.Read(ref _changes) is { Any: true })
        {
            MakeRemovals();
        }

        if (!await TakeRoomAsync(_held.PageBytes))
        {
            return;
        }

        try
        {
            var page = await _log.PickAsync(_last, CancellationToken.None);
            Add([.. page.Frames.Where(IsFollowed)], batch);
            _last = _last[page.Looked..];
        }
        finally
        {
            _held.Return(_held.PageBytes);
        }

        if (_last.IsEmpty)
        {
            DisownLast();
        }
    }

    private async ValueTask CatchUpAsync(List<Frame> batch)
    {
        if (!await TakeRoomAsync(_held.PageBytes))
        {
            return;
        }

        LogPage page;
        try
        {
            page = await _log.ReadAsync(
                _cursor, Subscription, ReadLimits.PageEvents, conflate: true, CancellationToken.None);
            if (page.Gap is { } gap && _toldGaps.IsNews(gap))
            {
                batch.Add(FrameOf(gap));
            }

            Add(page.Frames, batch);
        }
        finally
        {
            _held.Return(_held.PageBytes);
        }

        Conflated += page.Conflated;
        Volatile.Write(ref _cursor, page.Through);
        if (page.ReachedEnd)
        {
            Rejoin();
        }
    }

    private GapFrame FrameOf(LogGap gap)
    {
        var epochs = _log.Epochs;
        return new GapFrame(epochs.PositionOf(gap.After), epochs.PositionOf(gap.Before), gap.Reason);
    }

    private void Rejoin()
    {
        if (_state == State.Behind)
        {
            (_state, _accepts) = (State.Rejoining, true);
        }
        else
        {
            _state = State.Live; // _accepts is left alone: the hub may have cleared it meanwhile
        }
    }

    private void Add(IReadOnlyList<EventFrame> read, List<Frame> batch)
    {
        foreach (var frame in read)
        {
            _held.Hold(frame);
            Keep(frame);
            batch.Add(frame);
        }

        _tells = read.Count > 0 ? read[^1].Sequence : _tells;
    }
}

using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>
/// What it reads from the log, a page at a time and at its own speed: (f) in docs/architecture.md. For the one task of the
/// client's transport only.
/// </summary>
internal sealed partial class FeedClient
{
    private async ValueTask ReadLastAsync(List<Frame> batch)
    {
        await Task.Yield(); // as below
        if (!await TakeRoomAsync(_held.PageBytes))
        {
            return;
        }

        try
        {
            var page = await _log.PickAsync(_last, CancellationToken.None);
            Add(page.Frames, batch);
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
        await Task.Yield(); // reading the log must not hold up the hub, should this run within its TryWrite
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
            _state = State.Live; // _accepts stays as the hub may have left it meanwhile
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

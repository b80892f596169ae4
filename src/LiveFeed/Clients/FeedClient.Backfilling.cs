using System.Collections.Immutable;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// Back-fill: reads what the client missed of added topics, one page at a time. Only the task of its transport calls this.
/// </summary>
internal sealed partial class FeedClient
{
    private async ValueTask BackfillAsync(Backfill backfill, List<Frame> batch)
    {
        if (!await TakeRoomAsync(_held.PageBytes))
        {
            return;
        }

        try
        {
            var remaining = _changes!.RemainingOf(backfill.Addition);
            if (backfill.Last.IsEmpty)
            {
                await ReadPageAsync(backfill, remaining, batch);
            }
            else
            {
                var page = await _log.PickAsync(backfill.Last, CancellationToken.None);
                Add(page.Frames, backfill, remaining, batch);
                backfill.Last = backfill.Last[page.Looked..];
            }
        }
        finally
        {
            _held.Return(_held.PageBytes);
        }
    }

    private async ValueTask ReadPageAsync(Backfill backfill, ImmutableArray<TopicPattern> remaining, List<Frame> batch)
    {
        var page = await _log.ReadAsync(
            backfill.From, backfill.Subscription, Log.ReadLimits.PageEvents, conflate: true, CancellationToken.None);
        if (page.Gap is { } gap && gap.After < _cursor && backfill.IsNews(gap) && IsOfAddition(gap, backfill))
        {
            batch.Add(FrameOf(gap));
        }

        Add(page.Frames, backfill, remaining, batch);
        Conflated += page.Conflated;
        backfill.MoveTo(page.ReachedEnd ? Math.Max(page.Through, _cursor) : page.Through);
    }

    // Whether the addition must tell this gap. The client's own reading also tells that the store was replaced. So an
    // addition without a position need not tell it again.
    private static bool IsOfAddition(Log.LogGap gap, Backfill backfill) =>
        gap.Reason != GapReason.Epoch || backfill.Addition.Addition.After is not null;

    private void Add(
        IReadOnlyList<EventFrame> read, Backfill backfill, ImmutableArray<TopicPattern> remaining, List<Frame> batch)
    {
        foreach (var frame in read)
        {
            if (backfill.Wants(frame, remaining, _cursor))
            {
                _held.Hold(frame);
                Keep(frame);
                batch.Add(new BackfillFrame(frame));
            }
        }
    }
}

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
    // False when it must wait for its lane first, or when the stream must end.
    private async ValueTask<bool> BeginAsync(PendingAddition addition, List<Frame> batch)
    {
        if (_syncedFor != addition && !await TrySyncAsync(addition))
        {
            return false;
        }

        var wanted = addition.Addition;
        var (remaining, again) = MissingOf(addition);
        var subscription = Subscription with { Topics = [.. remaining, .. again], Broadcasts = false };
        var from = addition.Since;
        ReadOnlyMemory<long> last = default;
        if (subscription.Topics.IsEmpty)
        {
            from = long.MaxValue; // the client has had all of it
        }
        else if (wanted.After is { } after)
        {
            ClientStart.Resume(after, _log, _mayBeAhead, out var first, out from);
            batch.AddRange(first);
        }
        else if (wanted.Last > 0)
        {
            var found = await _log.FindLastAsync(wanted.Last, subscription, CancellationToken.None);
            (last, from) = (found.Sequences, found.Head);
            if (!await TryOwnLastAsync(last.Length))
            {
                return false;
            }
        }

        _backfill = new Backfill(addition, subscription, Subscription.Topics.Select(one => (one, ReceivedSince(one))), from)
        {
            Last = last,
            Through = remaining.IsEmpty ? again.Select(ReceivedSince).DefaultIfEmpty().Max() : long.MaxValue,
        };
        return true;
    }

    private async ValueTask<bool> TrySyncAsync(PendingAddition addition)
    {
        if (addition.Addition.After is { } given)
        {
            _mayBeAhead = await _log.ReachAsync(given, CancellationToken.None); // another node may have given it
        }

        return !AwaitSync(addition);
    }

    // The topics to follow, and those to get again. Of these the client may have had all that it asks for.
    private (ImmutableArray<TopicPattern> Remaining, ImmutableArray<TopicPattern> Again) MissingOf(PendingAddition addition)
    {
        var (remaining, again) = _changes!.WantedOf(addition);
        return addition.Addition.After is { } after && _log.Epochs.SequenceOf(after) is { } sequence
            ? (remaining, again.RemoveAll(pattern => ReceivedSince(pattern) <= sequence))
            : (remaining, again);
    }

    private long ReceivedSince(TopicPattern pattern) => _changes!.ReceivedSince(pattern, _startCursor);

    private async ValueTask BackfillAsync(Backfill backfill, List<Frame> batch)
    {
        if (!await TakeRoomAsync(_held.PageBytes))
        {
            return;
        }

        try
        {
            var (remaining, again) = _changes!.WantedOf(backfill.Addition);
            ImmutableArray<TopicPattern> topics = [.. remaining, .. again];
            if (backfill.Last.IsEmpty)
            {
                await ReadPageAsync(backfill, topics, batch);
            }
            else
            {
                var page = await _log.PickAsync(backfill.Last, CancellationToken.None);
                Add(page.Frames, backfill, topics, batch);
                backfill.Last = backfill.Last[page.Looked..];
            }
        }
        finally
        {
            _held.Return(_held.PageBytes);
        }
    }

    private async ValueTask ReadPageAsync(Backfill backfill, ImmutableArray<TopicPattern> topics, List<Frame> batch)
    {
        var page = await _log.ReadAsync(
            backfill.From, backfill.Subscription, Log.ReadLimits.PageEvents, conflate: true, CancellationToken.None);
        if (page.Gap is { } gap && gap.After < Math.Min(backfill.Through, _cursor) &&
            backfill.IsNews(gap) && IsOfAddition(gap, backfill))
        {
            batch.Add(FrameOf(gap));
        }

        Add(page.Frames, backfill, topics, batch);
        Conflated += page.Conflated;
        backfill.MoveTo(page.ReachedEnd ? Math.Max(page.Through, _cursor) : page.Through);
    }

    // Whether the addition must tell this gap. The client's own reading also tells that the store was replaced. So an
    // addition without a position need not tell it again.
    private static bool IsOfAddition(Log.LogGap gap, Backfill backfill) =>
        gap.Reason != GapReason.Epoch || backfill.Addition.Addition.After is not null;

    private void Add(
        IReadOnlyList<EventFrame> read, Backfill backfill, ImmutableArray<TopicPattern> topics, List<Frame> batch)
    {
        foreach (var frame in read)
        {
            if (backfill.Wants(frame, topics, _cursor))
            {
                _held.Hold(frame);
                Keep(frame);
                batch.Add(new BackfillFrame(frame));
            }
        }
    }
}

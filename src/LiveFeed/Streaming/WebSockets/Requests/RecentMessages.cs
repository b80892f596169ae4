using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Rooms;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>
/// Finds the last messages of a room for a newcomer. They are kept for the next one, which then only needs what has come
/// since: in a room where many join, a join does not search the log. Any thread.
/// </summary>
internal sealed class RecentMessages(IEventLog log, LowPriorityWork work, IOptions<RoomsOptions> options) : IDisposable
{
    private const int MaxBytes = 256 << 10;
    private const int MaxKeptBytes = 16 << 20; // of all rooms

    // Pages of a room's events that are searched for messages, some 9,000 events: it may have many others.
    private const int MaxPages = 10;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MaxKeptBytes });
    private readonly int _max = options.Value.Recent;

    /// <summary>
    /// The last messages up to a position, oldest first, as a JSON array: max <c>LiveFeed:Rooms:Recent</c>, and max 256 KiB
    /// of them.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="reader">Who reads: what was meant for others is left out.</param>
    /// <param name="through">Later messages reach the newcomer as news.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read.</exception>
    internal async ValueTask<byte[]> ReadAsync(
        RoomName room, Subscription reader, Position through, CancellationToken cancellationToken)
    {
        if (_max == 0)
        {
            return "[]"u8.ToArray();
        }

        var last = log.Epochs.SequenceOf(through) ?? log.Head;
        var ofRoom = new Subscription { Topics = [TopicPattern.Of(room.Topic)], Broadcasts = false };
        var found = await FindForAllAsync(room, ofRoom with { AnyTarget = true }, last, cancellationToken);
        if (!found.AreForAll && !found.Messages.All(frame => reader.IsMeant(frame.Event)))
        {
            var own = reader with { Topics = ofRoom.Topics, Broadcasts = false };
            found = await work.RunAsync(() => FindAsync(own, last, cancellationToken), cancellationToken);
        }

        // Of one topic the oldest events are trimmed first.
        return found.Messages.Count == 0 || log.IsRetained(found.Messages[0])
            ? found.Json
            : RoomState.Messages(found.Messages.Where(log.IsRetained));
    }

    public void Dispose() => _kept.Dispose();

    private async ValueTask<Found> FindForAllAsync(
        RoomName room, Subscription ofRoom, long last, CancellationToken cancellationToken)
    {
        var kept = _kept.Get<Found>(room);
        var found = kept is not null && IsNear(kept, last)
            ? await AdvanceAsync(kept, ofRoom, last, cancellationToken)
            : await work.RunAsync(() => FindAsync(ofRoom, last, cancellationToken), cancellationToken);
        if (ReferenceEquals(found, kept))
        {
            return found;
        }

        var size = 1 + (2 * found.Messages.Sum(frame => frame.Size)); // each as an event and as JSON
        return _kept.Set(room, found, new MemoryCacheEntryOptions { Size = size });
    }

    // One page of news is in the log's memory. What was read up to a position that is lost may itself be lost.
    private bool IsNear(Found kept, long last) =>
        kept.Through <= last && log.CountBetween(kept.Through, last) < ReadLimits.PageEvents &&
        log.LossAt(kept.Through) is null;

    private async ValueTask<Found> AdvanceAsync(
        Found kept, Subscription ofRoom, long last, CancellationToken cancellationToken)
    {
        var news = new List<EventFrame>();
        for (var through = kept.Through; through < last;)
        {
            var page = await log.ReadAsync(
                through, ofRoom, ReadLimits.PageEvents, conflate: false, cancellationToken);
            news.AddRange(page.Frames.Where(frame => IsMessage(frame) && frame.Sequence <= last));
            through = page.ReachedEnd ? last : page.Through;
        }

        if (news.Count == 0)
        {
            kept.MoveTo(last);
            return kept;
        }

        return new Found([.. Newest(news.AsEnumerable().Reverse().Concat(kept.Messages.Reverse()))], last);
    }

    private async Task<Found> FindAsync(Subscription subscription, long last, CancellationToken cancellationToken)
    {
        var found = new List<EventFrame>();
        var (before, isEnd) = (last + 1, false);
        for (var pages = 0; pages < MaxPages && found.Count < _max && !isEnd; pages++)
        {
            var size = pages == 0 ? _max : ReadLimits.PageEvents;
            var page = await log.ReadBackAsync(before, subscription, size, cancellationToken);
            found.AddRange(page.Frames.Where(IsMessage));
            (before, isEnd) = (page.Through, page.ReachedEnd || found.Sum(frame => (long)frame.WireBytes) > MaxBytes);
        }

        return new Found([.. Newest(found)], last);
    }

    // Of messages that come newest first; oldest first.
    private IEnumerable<EventFrame> Newest(IEnumerable<EventFrame> messages)
    {
        var bytes = 0L;
        return messages.Take(_max).TakeWhile(frame => (bytes += frame.WireBytes) <= MaxBytes).Reverse();
    }

    private static bool IsMessage(EventFrame frame) => frame.Event.Name == FeedEvent.DefaultName;

    /// <param name="messages">Oldest first.</param>
    /// <param name="through">The log was searched up to this sequence.</param>
    private sealed class Found(IReadOnlyList<EventFrame> messages, long through)
    {
        private long _through = through; // by Interlocked

        internal IReadOnlyList<EventFrame> Messages => messages;

        internal long Through => Interlocked.Read(ref _through);

        /// <summary>None of them was meant for some only.</summary>
        internal bool AreForAll { get; } = messages.All(frame => frame.Event is { To: null, Except.Length: 0 });

        /// <summary>All of them; made once, for all newcomers until the next message.</summary>
        internal byte[] Json => field ??= RoomState.Messages(messages);

        /// <summary>The log has no more of them up to here. Any thread.</summary>
        internal void MoveTo(long sequence)
        {
            for (var before = Through; before < sequence;)
            {
                var now = Interlocked.CompareExchange(ref _through, sequence, before);
                before = now == before ? sequence : now;
            }
        }
    }
}

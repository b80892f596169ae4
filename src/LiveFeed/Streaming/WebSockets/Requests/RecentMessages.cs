using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Rooms;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Reads the last messages of a room for a newcomer.</summary>
internal sealed class RecentMessages(IEventLog log, LowPriorityWork work, IOptions<RoomsOptions> options)
{
    private const int MaxBytes = 256 << 10;

    /// <summary>
    /// The last messages up to a position, oldest first: max <c>LiveFeed:Rooms:Recent</c>, and max 256 KiB of them.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="reader">Who reads: what was meant for others is left out.</param>
    /// <param name="through">Later messages reach the newcomer as news.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="LogUnavailableException">The log cannot be read.</exception>
    internal Task<IReadOnlyList<EventFrame>> ReadAsync(
        RoomName room, Subscription reader, Position through, CancellationToken cancellationToken) =>
        options.Value.Recent == 0
            ? Task.FromResult<IReadOnlyList<EventFrame>>([])
            : work.RunAsync(() => FindAsync(room, reader, through, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<EventFrame>> FindAsync(
        RoomName room, Subscription reader, Position through, CancellationToken cancellationToken)
    {
        var last = log.Epochs.SequenceOf(through) ?? long.MaxValue;
        var subscription = reader with { Topics = [TopicPattern.Parse(room.Topic.Value)], Broadcasts = false };
        var found = await log.FindLastAsync(options.Value.Recent, subscription, cancellationToken);
        var (messages, bytes) = (new List<EventFrame>(), 0L);
        for (var i = found.Sequences.Length - 1; i >= 0 && bytes < MaxBytes; i--)
        {
            // One by one, the newest first: they may be large.
            var page = await log.PickAsync(found.Sequences.AsMemory(i, 1), cancellationToken);
            foreach (var frame in page.Frames)
            {
                bytes += frame.WireBytes;
                if (frame.Sequence <= last && frame.Event.Name == FeedEvent.DefaultName && bytes <= MaxBytes)
                {
                    messages.Add(frame);
                }
            }
        }

        messages.Reverse();
        return messages;
    }
}

using System.Buffers;
using System.Collections.Frozen;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// The encoder of one client that is in rooms: it gets the events of these rooms in the form of rooms, all others in its
/// own. Both forms are shared. Only a batch with events of both is made for this client alone.
/// </summary>
/// <param name="events">The form of what it subscribed to.</param>
/// <param name="rooms">The form of its rooms.</param>
/// <param name="topics">The topics of its rooms.</param>
internal sealed class MemberEncoder(FrameEncoder events, FrameEncoder rooms, FrozenSet<TopicName> topics) : FrameEncoder
{
    internal override byte[] BytesOf(Frame frame) => frame switch
    {
        EventFrame e => e.Encoded(FormOf(e)),
        BackfillFrame backfill => backfill.Encoded(FormOf(backfill.Event)),
        BatchFrame batch => BytesOf(batch),
        _ => frame.Encoded(events),
    };

    internal override void Write(Frame frame, IBufferWriter<byte> to) => to.Write(BytesOf(frame));

    private byte[] BytesOf(BatchFrame batch)
    {
        var frames = batch.ToArray();
        var ofRooms = frames.Count(IsOfRoom);
        return ofRooms == 0 ? batch.Encoded(events)
            : ofRooms == frames.Length ? batch.Encoded(rooms)
            : [.. frames.SelectMany(BytesOf)];
    }

    private FrameEncoder FormOf(EventFrame frame) => IsOfRoom(frame) ? rooms : events;

    private bool IsOfRoom(EventFrame frame) => frame.Event.Topic is { } topic && topics.Contains(topic);
}

using System.Buffers;
using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>
/// Events that leave together. A batch grows one event at a time, and every client is offered an event before any client is
/// offered the next. So clients with the same events end with the same object, and its bytes are made once for all.
/// </summary>
internal sealed class BatchFrame : Frame
{
    private readonly BatchFrame? _before; // all but the last event
    private BatchFrame? _longer; // this and one more; the one asked for last

    private BatchFrame(BatchFrame? before, EventFrame last)
        : base(
            events: (before?.Events ?? 0) + 1,
            before is { FirstSequence: > 0 } ? before.FirstSequence : last.Sequence,
            Math.Max(before?.LastSequence ?? 0, last.Sequence))
    {
        (_before, Last) = (before, last);
        HasEphemeral = before?.HasEphemeral == true || last.Sequence == 0;
        Size = (before?.Size ?? 0) + last.Size;
        WireBytes = (before?.WireBytes ?? 0) + last.Event.WireBytes;
    }

    internal bool HasEphemeral { get; }

    /// <summary>Of its events, as <see cref="FeedEvent.Size"/> counts.</summary>
    internal long Size { get; }

    /// <summary>Of its events, as <see cref="FeedEvent.WireBytes"/> counts.</summary>
    internal override int WireBytes { get; }

    internal EventFrame Last { get; }

    internal override long HeldBytes => 2 * Size;

    /// <summary>The same for one event.</summary>
    internal static BatchFrame Of(EventFrame frame) => new(before: null, frame);

    /// <summary>This batch and one more event; the same object when the last one who asked added the same event.</summary>
    internal BatchFrame With(EventFrame frame) =>
        _longer is { } longer && ReferenceEquals(longer.Last, frame) ? longer : _longer = new BatchFrame(this, frame);

    /// <summary>Its events, oldest first.</summary>
    internal EventFrame[] ToArray()
    {
        var frames = new EventFrame[Events];
        for (var batch = this; batch is not null; batch = batch._before)
        {
            frames[batch.Events - 1] = batch.Last;
        }

        return frames;
    }

    /// <summary>Writes what its events are for an encoder, one after another.</summary>
    internal void Join(FrameEncoder encoder, IBufferWriter<byte> to)
    {
        foreach (var frame in ToArray())
        {
            to.Write(frame.Encoded(encoder));
        }
    }
}

using System.Buffers;
using LiveFeed.Memory;

namespace LiveFeed.Frames;

/// <summary>
/// Turns frames into the bytes of one transport. Stateless: the same frame always gives the same bytes. There is one object
/// for each format: a frame keeps its bytes by the encoder that made them.
/// </summary>
internal abstract class FrameEncoder
{
    /// <summary>
    /// Raised when a frame cannot be encoded: once for each frame and format, but for a harmless race, on whichever thread
    /// needed it first. Must not block or throw.
    /// </summary>
    internal static event Action<Frame, Exception>? Failed;

    internal byte[] Encode(Frame frame)
    {
        using var buffer = new PooledBuffer(frame.WireBytes);
        Write(frame, buffer);
        return buffer.Written.ToArray();
    }

    /// <summary>
    /// Writes one frame. Frames/ lists them all; a <see cref="SyncFrame"/> never comes. What it cannot write, it throws for.
    /// </summary>
    internal abstract void Write(Frame frame, IBufferWriter<byte> to);

    /// <summary>
    /// The frame's bytes; or, of one that cannot be encoded, what is sent in its place, for good and to all: else each
    /// client would come back for it, and be ended by it, for ever.
    /// </summary>
    internal byte[] EncodeOrReplace(Frame frame)
    {
        try
        {
            return Encode(frame);
        }
        catch (Exception e)
        {
            Failed?.Invoke(frame, e);
            return [.. frame.InPlaceOfIt().SelectMany(Encode)];
        }
    }
}

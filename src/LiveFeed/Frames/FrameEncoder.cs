using System.Buffers;
using LiveFeed.Memory;

namespace LiveFeed.Frames;

/// <summary>
/// Encodes frames for one transport. Stateless: the same frame always gives the same bytes. Each format has one object,
/// because a frame keeps its bytes by encoder.
/// </summary>
internal abstract class FrameEncoder
{
    /// <summary>
    /// Raised when a frame cannot be encoded: once for each frame and format (a harmless race may raise it twice), on the
    /// thread that encodes. A listener must not block or throw.
    /// </summary>
    internal static event Action<Frame, Exception>? Failed;

    /// <summary>
    /// A frame's bytes for one client: those of this form, which all share. An encoder of one client only, which chooses a
    /// form for each frame, overrides it.
    /// </summary>
    internal virtual byte[] BytesOf(Frame frame) => frame.Encoded(this);

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
    /// The frame's bytes. A frame that cannot be encoded is replaced, for all clients and for good: otherwise it would end
    /// each client, which would resume there, for ever.
    /// </summary>
    internal byte[] EncodeOrReplace(Frame frame)
    {
        try
        {
            return Encode(frame);
        }
        catch (Exception) when (frame is BatchFrame batch)
        {
            return [.. batch.ToArray().SelectMany(one => one.Encoded(this))]; // each for itself: one of them is the cause
        }
        catch (Exception e)
        {
            Failed?.Invoke(frame, e);
            return [.. frame.InPlaceOfIt().SelectMany(Encode)];
        }
    }
}

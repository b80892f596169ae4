namespace LiveFeed.Frames;

/// <summary>
/// A message to clients. While a frame is new, its bytes for each transport are made once (a harmless race at the first use
/// may make them twice) and shared by all clients. Nobody writes to the bytes again.
/// </summary>
/// <param name="events">How many events it holds.</param>
/// <param name="first">The first sequence among its events; 0 when there is none, so the frame is ahead of nothing.</param>
/// <param name="last">The last sequence among its events; 0 when there is none, so the frame is behind nothing.</param>
internal abstract class Frame(int events, long first = 0, long last = 0)
{
    // Written by whichever thread needs a format first, read by all. A lost race costs one encoding, never a wrong byte.
    private Encoding? _encoded;
    private volatile bool _forgets; // set once, by whoever holds the frame in a log
    private int _holders; // by Interlocked

    internal int Events { get; } = events;

    internal long FirstSequence { get; } = first;

    internal long LastSequence { get; } = last;

    /// <summary>
    /// Bytes of memory that the frame holds, with its bytes for one transport; 0 where that is negligible.
    /// </summary>
    internal virtual long HeldBytes => 0;

    /// <summary>About what it is on the wire, in bytes.</summary>
    internal virtual int WireBytes => 128;

    /// <summary>Its bytes are the same for all who ask; else each who asks is given bytes of its own.</summary>
    internal bool SharesBytes => !_forgets;

    /// <summary>Some client holds it: it waits in a queue, or to be written.</summary>
    internal bool IsHeld => Volatile.Read(ref _holders) > 0;

    /// <returns>True for the first holder.</returns>
    internal bool BeginHold() => Interlocked.Increment(ref _holders) == 1;

    /// <returns>True after the last holder has released it.</returns>
    internal bool EndHold() => Interlocked.Decrement(ref _holders) == 0;

    internal byte[] Encoded(FrameEncoder encoder)
    {
        for (var known = Volatile.Read(ref _encoded); known is not null; known = known.Next)
        {
            if (ReferenceEquals(known.Encoder, encoder))
            {
                return known.Bytes;
            }
        }

        return Encode(encoder);
    }

    /// <summary>
    /// The frames sent in place of one that cannot be encoded. At least one: a write of no bytes ends a chunked body.
    /// </summary>
    internal virtual IEnumerable<Frame> InPlaceOfIt() => [WakeFrame.Instance];

    /// <summary>
    /// From now on the frame keeps no bytes; each use makes them again. For frames in a log that are no longer new.
    /// </summary>
    internal void ForgetEncoded()
    {
        _forgets = true;
        Volatile.Write(ref _encoded, null);
    }

    private byte[] Encode(FrameEncoder encoder)
    {
        var bytes = encoder.EncodeOrReplace(this);
        var before = Volatile.Read(ref _encoded);
        if (!_forgets)
        {
            Interlocked.CompareExchange(ref _encoded, new Encoding(encoder, bytes, before), before);
            if (_forgets)
            {
                Volatile.Write(ref _encoded, null); // Forget was called in between
            }
        }

        return bytes;
    }

    private sealed record Encoding(FrameEncoder Encoder, byte[] Bytes, Encoding? Next);
}

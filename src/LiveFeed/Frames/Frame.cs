namespace LiveFeed.Frames;

/// <summary>
/// Something that a client is sent. Its bytes for each transport are made at most once (save for a harmless race at the
/// first use) and shared by every client, as long as it is new; they are never written to again.
/// </summary>
/// <param name="events">How many events it holds.</param>
/// <param name="first">The sequence of the first of them that has one; else 0, so it is never ahead of anything.</param>
/// <param name="last">And of the last; else 0, so it is never behind anything.</param>
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
    /// What it takes to hold it for clients, in bytes, with its bytes for one transport; 0 where that is next to nothing.
    /// </summary>
    internal virtual long HeldBytes => 0;

    /// <summary>About what it is on the wire, in bytes.</summary>
    internal virtual int WireBytes => 128;

    /// <summary>Its bytes are the same for all who ask; else each who asks is given bytes of its own.</summary>
    internal bool SharesBytes => !_forgets;

    /// <summary>Some client holds it: it waits in a queue, or to be written.</summary>
    internal bool IsHeld => Volatile.Read(ref _holders) > 0;

    /// <returns>Whether nobody held it before.</returns>
    internal bool BeginHold() => Interlocked.Increment(ref _holders) == 1;

    /// <returns>Whether nobody holds it any more.</returns>
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
    /// What is sent when it cannot be encoded; at least one frame, for no bytes would be the end of a chunked body.
    /// </summary>
    internal virtual IEnumerable<Frame> InPlaceOfIt() => [WakeFrame.Instance];

    /// <summary>
    /// From now on it keeps no bytes: who needs them makes them for itself. For frames that rest in a log and are no longer
    /// new.
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
                Volatile.Write(ref _encoded, null); // it was told to forget in between
            }
        }

        return bytes;
    }

    private sealed record Encoding(FrameEncoder Encoder, byte[] Bytes, Encoding? Next);
}

namespace LiveFeed.Events;

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
    private byte[]?[]? _encoded;
    private volatile bool _forgets; // set once, by whoever holds the frame in a log

    internal int Events { get; } = events;

    internal long FirstSequence { get; } = first;

    internal long LastSequence { get; } = last;

    internal byte[] Encoded(FrameEncoder encoder)
    {
        if (_forgets)
        {
            return encoder.Encode(this);
        }

        var forms = _encoded ??= new byte[]?[FrameEncoder.Formats];
        return forms[encoder.Format] ??= encoder.Encode(this);
    }

    /// <summary>
    /// From now on it keeps no bytes: who needs them makes them for itself. For frames that rest in a log and are no longer new.
    /// </summary>
    internal void ForgetEncoded()
    {
        _forgets = true;
        _encoded = null;
    }
}

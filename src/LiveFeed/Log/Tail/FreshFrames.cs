using LiveFeed.Frames;

namespace LiveFeed.Log.Tail;

/// <summary>
/// A log's newest frames. Only they keep their encoded bytes, each form once for all clients. Older frames are encoded
/// again for each reader and keep nothing. So encodings take bounded memory, even when many slow clients read old events.
/// Guarded by its log's lock.
/// </summary>
internal sealed class FreshFrames
{
    // As many as a client's queue may hold by default: an event that waits in many queues is encoded once. This takes max
    // MaxBytes of memory for each form that clients ask for, commonly two.
    internal const int MaxEvents = 4_096;
    internal const long MaxBytes = 16 << 20;

    private readonly Queue<EventFrame> _frames = new();
    private long _bytes;

    internal void Add(EventFrame frame)
    {
        _frames.Enqueue(frame);
        _bytes += frame.Size;
        while (_frames.Count > MaxEvents || (_bytes > MaxBytes && _frames.Count > 1))
        {
            var old = _frames.Dequeue();
            _bytes -= old.Size;
            old.ForgetEncoded();
        }
    }
}

using LiveFeed.Frames;

namespace LiveFeed.Log.Tail;

/// <summary>
/// A log's newest frames. Only they keep the bytes that they are encoded to, each form once for all clients; older frames
/// are encoded again for whoever reads them, and keep nothing. So encodings take bounded memory, however many laggards read
/// old events. Guarded by its log's lock.
/// </summary>
internal sealed class FreshFrames
{
    // What a client may have waiting in its queue by default: events that wait in many queues are encoded once. In memory
    // this is at most MostBytes for each of the forms that clients ask for, commonly two.
    internal const int MostEvents = 4_096;
    internal const long MostBytes = 16 << 20;

    private readonly Queue<EventFrame> _frames = new();
    private long _bytes;

    internal void Add(EventFrame frame)
    {
        _frames.Enqueue(frame);
        _bytes += frame.Event.Size;
        while (_frames.Count > MostEvents || (_bytes > MostBytes && _frames.Count > 1))
        {
            var old = _frames.Dequeue();
            _bytes -= old.Event.Size;
            old.ForgetEncoded();
        }
    }
}

using System.Collections.Concurrent;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// What is said to this client alone, beside events: answers, errors, pongs. Any thread says it; the client gets it in that
/// order, before what it is sent next.
/// </summary>
internal sealed partial class FeedClient
{
    /// <summary>
    /// Bytes that may wait to be said. A client that has so much unread is to be asked nothing more, or to be ended.
    /// </summary>
    internal const int MaxToldBytes = 1 << 20;

    private ConcurrentQueue<Frame>? _toTell; // null until something is said; by Interlocked
    private long _toTellBytes; // by Interlocked: what waits there, or was taken and is not written yet
    private long _tellingBytes; // of these, what was taken; the transport's task only
    private int _isNudged; // by Interlocked: a nudge is queued
    private volatile bool _hasLeft; // set once, by whoever lets go of all

    /// <summary>Says something; false when too much waits already, or the stream has ended.</summary>
    /// <param name="frame">It has no position.</param>
    internal bool TryTell(Frame frame)
    {
        if (_ended)
        {
            return false;
        }

        if (Interlocked.Add(ref _toTellBytes, frame.WireBytes) > MaxToldBytes)
        {
            Interlocked.Add(ref _toTellBytes, -frame.WireBytes);
            return false;
        }

        _held.Take(frame.WireBytes);
        var own = Volatile.Read(ref _toTell) ??
            Interlocked.CompareExchange(ref _toTell, new ConcurrentQueue<Frame>(), null) ?? _toTell!;
        own.Enqueue(frame);
        Interlocked.MemoryBarrier(); // see DropTold
        if (_hasLeft)
        {
            DropTold();
            return false;
        }

        Nudge();
        return true;
    }

    /// <summary>
    /// Has the transport look at what there is to do. Any thread; the transport may go on within the call.
    /// </summary>
    internal void Nudge()
    {
        EndPause();

        // Where the queue is full the transport comes by anyway.
        if (Interlocked.Exchange(ref _isNudged, 1) == 0 && !_queue.Writer.TryWrite(WakeFrame.Nudge))
        {
            Volatile.Write(ref _isNudged, 0);
        }
    }

    private void TakeOwn(List<Frame> batch)
    {
        while (Volatile.Read(ref _toTell) is { } own && own.TryDequeue(out var frame))
        {
            _tellingBytes += frame.WireBytes;
            batch.Add(frame);
        }
    }

    // It has been written, or never will be.
    private void LetGoOfTold()
    {
        if (_tellingBytes > 0)
        {
            Interlocked.Add(ref _toTellBytes, -_tellingBytes);
            _held.Return(_tellingBytes);
            _tellingBytes = 0;
        }
    }

    // Whoever says something queues it and then looks whether the client has left; here that is set, and then the queue is
    // emptied. So nothing stays in it, and each frame is let go of by the one who takes it out.
    private void DropTold()
    {
        _hasLeft = true;
        Interlocked.MemoryBarrier();
        while (Volatile.Read(ref _toTell) is { } own && own.TryDequeue(out var frame))
        {
            Interlocked.Add(ref _toTellBytes, -frame.WireBytes);
            _held.Return(frame.WireBytes);
        }
    }
}

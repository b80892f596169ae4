using System.Collections.Concurrent;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// What is said to this client alone, beside events: answers, errors, pongs. Any thread says it; the client gets it in that order,
/// before what it is sent next.
/// </summary>
internal sealed partial class FeedClient
{
    /// <summary>Bytes that may wait to be said. A client that has so much unread is to be asked nothing more, or to be ended.</summary>
    internal const int MaxToldBytes = 1 << 20;

    private ConcurrentQueue<Frame>? _toTell; // null until something is said; by Interlocked
    private long _toTellBytes; // by Interlocked: what waits there, or was taken and is not written yet
    private long _tellingBytes; // of these, what was taken; the transport's task only
    private int _isNudged; // by Interlocked: a nudge is queued

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
        var own = Volatile.Read(ref _toTell) ?? Interlocked.CompareExchange(ref _toTell, new ConcurrentQueue<Frame>(), null) ?? _toTell!;
        own.Enqueue(frame);
        Nudge();
        return true;
    }

    /// <summary>Has the transport look at what there is to do. Any thread; the transport may go on within the call.</summary>
    internal void Nudge()
    {
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

    private void LetGoOfOwn()
    {
        while (Volatile.Read(ref _toTell) is { } own && own.TryDequeue(out var frame))
        {
            _tellingBytes += frame.WireBytes;
        }

        LetGoOfTold();
    }
}

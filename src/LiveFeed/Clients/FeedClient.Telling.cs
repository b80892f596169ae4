using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// Frames for this client alone that are no events: answers, errors, pongs. Any thread adds them. The client gets them in
/// that order, before what it is sent next.
/// </summary>
internal sealed partial class FeedClient
{
    /// <summary>
    /// Max bytes that wait to be told. A client with so much unread must be asked nothing more, or be ended.
    /// </summary>
    internal const int MaxToldBytes = 1 << 20;

    private ToldFrames _toTell; // mutable
    private long _toTellBytes; // by Interlocked: bytes that wait there, or were taken and are not written yet
    private long _tellingBytes; // of these, bytes taken; of the side whose turn it is
    private int _isNudged; // by Interlocked: a nudge is queued
    private volatile bool _hasLeft; // set by LetGoOfAll

    /// <summary>Tells the client something. False when too much waits already, or the stream has ended.</summary>
    /// <param name="frame">A frame without a position.</param>
    /// <param name="nudges">
    /// False when something that wakes the client follows at once: both then leave in one write.
    /// </param>
    internal bool TryTell(Frame frame, bool nudges = true)
    {
        if (_ended)
        {
            return false;
        }

        if (nudges && frame.Events == 0 && TryTellNow(frame))
        {
            return true;
        }

        if (!TryReserveTold(frame.WireBytes))
        {
            return false;
        }

        _toTell.Add(frame);
        Interlocked.MemoryBarrier(); // see DropTold
        if (_hasLeft)
        {
            DropTold();
            return false;
        }

        if (nudges)
        {
            Nudge();
        }

        return true;
    }

    /// <summary>Bytes that will be told. False when too many wait already. Any thread.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="fitsAlone">They may be more than the limit when nothing else waits.</param>
    private bool TryReserveTold(long bytes, bool fitsAlone = false)
    {
        if (bytes == 0)
        {
            return true;
        }

        var all = Interlocked.Add(ref _toTellBytes, bytes);
        if (all > MaxToldBytes && !(fitsAlone && all == bytes))
        {
            Interlocked.Add(ref _toTellBytes, -bytes);
            return false;
        }

        _held.Take(bytes);
        return true;
    }

    private void ReleaseTold(long bytes)
    {
        Interlocked.Add(ref _toTellBytes, -bytes);
        _held.Return(bytes);
    }

    /// <summary>Wakes the transport's task. Any thread; that task may continue within the call.</summary>
    internal void Nudge()
    {
        EndPause();

        // With a full queue the transport's task comes here anyway.
        if (Interlocked.Exchange(ref _isNudged, 1) == 0 && !_queue.Writer.TryWrite(WakeFrame.Nudge))
        {
            Volatile.Write(ref _isNudged, 0);
        }
    }

    /// <summary>Adds what the client must be told besides events. Only the task of its transport calls this.</summary>
    internal void TakeTold(List<Frame> batch)
    {
        _tellingBytes += _toTell.TakeInto(batch);
    }

    // What was told is written, or never will be.
    private void LetGoOfTold()
    {
        if (_tellingBytes > 0)
        {
            ReleaseTold(_tellingBytes);
            _tellingBytes = 0;
        }
    }

    // TryTell queues a frame and then reads _hasLeft. This method sets _hasLeft and then empties the queue. So no frame
    // stays in it, and the thread that takes a frame out releases its bytes.
    private void DropTold()
    {
        _hasLeft = true;
        Interlocked.MemoryBarrier();
        ReleaseTold(_toTell.TakeInto([]));
    }
}

using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>The hub's side. Only the task of the client's lane calls it, and no call waits.</summary>
internal sealed partial class FeedClient
{
    // Frame.HeldBytes counts an event twice, so these are events from 128 KiB on. Encoding and sending one takes as long as
    // a hundred small ones.
    private const long LargeBytes = 256 << 10;

    /// <summary>Marks the last event that was offered to it or excludes it: two matching patterns offer it once.</summary>
    internal long Stamp { get; set; }

    /// <summary>Events that the lane keeps back for it until the flush window ends.</summary>
    internal BatchFrame? Pending { get; set; }

    /// <summary>When it was last written to, as a timestamp.</summary>
    internal long LastWrite => Volatile.Read(ref _lastWrite);

    /// <summary>True when an event may be offered to it. Otherwise it reads the event from the log.</summary>
    internal bool Accepts(EventFrame frame) => _accepts || frame.Position is null;

    /// <summary>Gives it a frame. Without room the client falls behind, and loses the frame if it is ephemeral.</summary>
    /// <param name="frame">The next frame for it.</param>
    /// <param name="now">The timestamp of this moment.</param>
    /// <returns>How many events were written to its connection on the spot.</returns>
    internal int Offer(Frame frame, long now)
    {
        if (IsStale(frame) || (frame is EventFrame { Sequence: > 0 } && !IsNews(frame)))
        {
            return 0; // it has it from the log already, and the cursor never goes back
        }

        if (TrySend(frame, now))
        {
            return CutOff.IsCancellationRequested ? 0 : frame.Events;
        }

        if (frame.FirstSequence == 0)
        {
            // No log keeps it. Without room this client loses it and stays in its state.
            if (frame is HeartbeatFrame)
            {
                EnqueueBeat(frame);
                BeatAmidWindow(now);
            }
            else
            {
                Enqueue(frame);
            }
        }
        else if (_accepts && !Enqueue(frame))
        {
            StopAccepting(queuedThrough: frame.FirstSequence - 1, frame);
        }

        return 0;
    }

    /// <summary>Makes it read the log, because the hub could not offer all events in it.</summary>
    /// <param name="through">Everything up to this sequence was offered.</param>
    internal void FallBehind(long through)
    {
        if (_accepts)
        {
            // Pending is not queued yet, and now never will be.
            var queued = Pending is { FirstSequence: > 0 } pending ? pending.FirstSequence - 1 : through;
            StopAccepting(Math.Min(queued, through), WakeFrame.Instance);
        }
    }

    /// <summary>
    /// True when sending it would delay other clients. Then the client's transport sends it, on threads for long work, and
    /// not the lane.
    /// </summary>
    internal static bool IsLarge(Frame frame) => frame.HeldBytes > LargeBytes;

    // One heartbeat at a time, so that they do not fill the queue of a client that reads nothing.
    private void EnqueueBeat(Frame heartbeat)
    {
        if (_accepts && !_beats)
        {
            _beats = true; // set first: the reader may take the heartbeat and clear this before the next line
            if (!Enqueue(heartbeat))
            {
                _beats = false;
            }
        }
    }

    // The client falls behind: its queue or the memory is full, or the hub could not offer all. From now on it reads the
    // log. Why the fence: the reader may have emptied the queue and be about to sleep. The reader writes _taken, passes a
    // full fence, then reads _accepts. This side writes _accepts, passes the fence, then reads _taken. So one of the two
    // sees the other: either this side finds room, and its second write wakes the reader, or the reader finds _accepts false
    // and does not sleep. Without the fences both writes could still be on their way. Then neither side would see the other,
    // and the client would sleep for ever.
    private void StopAccepting(long queuedThrough, Frame last)
    {
        _queuedThrough = queuedThrough;
        _accepts = false;
        Interlocked.MemoryBarrier();
        if (!Enqueue(last))
        {
            Enqueue(WakeFrame.Instance); // no memory for that frame, and the queue may be empty
        }
    }

    /// <summary>
    /// Queues a frame, unless the queue is full or memory is. A batch may exceed the queue by its own length.
    /// </summary>
    private bool Enqueue(Frame frame)
    {
        if (Queued >= _queueLength || !HasPacedRoomFor(frame) || !_held.TryHold(frame))
        {
            return false;
        }

        if (!_queue.Writer.TryWrite(frame))
        {
            _held.LetGo(frame);
            return false;
        }

        Volatile.Write(ref _enqueued, _enqueued + QueueCost(frame));
        Volatile.Write(ref _queuedBytes, _queuedBytes + frame.HeldBytes);
        return true;
    }

    // Counts bytes too. Otherwise a client that reads nothing could hold a queue full of the largest events in memory.
    private static int QueueCost(Frame frame)
    {
        const int BytesOfOne = 16 << 10;
        if (ReferenceEquals(frame, WakeFrame.Nudge))
        {
            return 0; // not only the lane queues it
        }

        var bytes = frame switch
        {
            BatchFrame batch => batch.Size,
            EventFrame one => one.Size,
            _ => 0,
        };
        return Math.Max(Math.Max(1, frame.Events), (int)Math.Min(bytes / BytesOfOne, int.MaxValue));
    }
}

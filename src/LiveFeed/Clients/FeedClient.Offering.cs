using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>The hub's side: all of it is for the one task of the client's lane only, and none of it waits.</summary>
internal sealed partial class FeedClient
{
    // Frame.HeldBytes counts an event twice, so these are events from 128 KiB on. To encode and to send one takes as long as
    // a hundred small ones.
    private const long LargeBytes = 256 << 10;

    /// <summary>The last event that was offered to it, so that two matching patterns do not offer it twice.</summary>
    internal long Stamp { get; set; }

    /// <summary>What the lane keeps back for it until its flush window ends.</summary>
    internal BatchFrame? Pending { get; set; }

    /// <summary>When it was last written to, as a timestamp.</summary>
    internal long LastWrite => Volatile.Read(ref _lastWrite);

    /// <summary>Whether an event may be offered to it; else it finds it in the log.</summary>
    internal bool Accepts(EventFrame frame) => _accepts || frame.Position is null;

    /// <summary>Gives it a frame, or lets it fall behind (an ephemeral event is then lost to it).</summary>
    /// <param name="frame">What it is to have next.</param>
    /// <param name="now">The timestamp of this moment.</param>
    /// <returns>How many events were written to its connection on the spot.</returns>
    internal int Offer(Frame frame, long now)
    {
        if (IsStale(frame) || (frame is EventFrame { Sequence: > 0 } && !IsNews(frame)))
        {
            return 0; // the log gave it, and the cursor never goes back
        }

        if (TrySend(frame, now))
        {
            return CutOff.IsCancellationRequested ? 0 : frame.Events;
        }

        if (frame.FirstSequence == 0)
        {
            // In no log: now or never. Without room it is lost to this client, which stays where it is.
            if (frame is HeartbeatFrame)
            {
                EnqueueBeat(frame);
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

    /// <summary>Has it read the log, for the hub could not offer all that is in it.</summary>
    /// <param name="through">Everything up to this sequence was offered.</param>
    internal void FallBehind(long through)
    {
        if (_accepts)
        {
            // What is kept back for it is not queued yet, and no longer will be.
            var queued = Pending is { FirstSequence: > 0 } pending ? pending.FirstSequence - 1 : through;
            StopAccepting(Math.Min(queued, through), WakeFrame.Instance);
        }
    }

    /// <summary>
    /// Whether it holds up others to send it: its client's transport does so on threads for long work, and not the lane.
    /// </summary>
    internal static bool IsLarge(Frame frame) => frame.HeldBytes > LargeBytes;

    /// <summary>Sends a frame on the spot when nothing waits before it; false when it must be queued.</summary>
    private bool TrySend(Frame frame, long now)
    {
        if (IsLarge(frame) || !_directTurn.TryTake())
        {
            return false;
        }

        var outcome = SendOutcome.NotSent;
        try
        {
            outcome = SendInTurn(frame, now);
        }
        catch
        {
            // Nobody knows what its connection has taken. It ends, and comes back by its position; the others go on.
            outcome = SendOutcome.Sent;
            _ = EndAsync();
        }
        finally
        {
            _directTurn.GiveBack(); // whatever happens: the transport's task spins until then
        }

        if (outcome == SendOutcome.SentInPart)
        {
            Enqueue(WakeFrame.Instance);
        }

        return outcome != SendOutcome.NotSent;
    }

    // While it has the turn.
    private SendOutcome SendInTurn(Frame frame, long now)
    {
        // A batch of which the log gave a part, or of which a part is not followed any more, goes through the queue, where
        // the reader takes it apart.
        if (!_accepts || _enqueued != Volatile.Read(ref _taken) || !IsNews(frame) || IsStale(frame) ||
            MustBeRechecked(frame))
        {
            return SendOutcome.NotSent;
        }

        var outcome = _directTurn.TrySend(frame);
        if (outcome != SendOutcome.NotSent)
        {
            NoteSent(frame, now);
        }

        if (outcome == SendOutcome.SentInPart)
        {
            _held.Hold(frame); // its connection keeps the rest of its bytes
            Keep(frame);
        }

        return outcome;
    }

    private void NoteSent(Frame frame, long now)
    {
        MoveTo(frame.LastSequence);
        Volatile.Write(ref _sent, _sent + frame.Events);
        Volatile.Write(ref _lastWrite, now);
        if (TellsPosition(frame))
        {
            Volatile.Write(ref _told, frame.LastSequence);
            Volatile.Write(ref _lastTold, now);
        }
    }

    // One at a time: who reads nothing does not fill its queue with them.
    private void EnqueueBeat(Frame heartbeat)
    {
        if (_accepts && !_beats)
        {
            _beats = true; // first: the reader may have it, and clear this, before the next line
            if (!Enqueue(heartbeat))
            {
                _beats = false;
            }
        }
    }

    // The client falls behind: its queue or the memory is full, or the hub could not offer all. From now on it reads the
    // log. Why the fence: the reader may have emptied the queue and be about to sleep. It writes _taken, has a full fence,
    // and looks at _accepts. Here _accepts is written, then comes the fence, then _taken is looked at again. So one of the
    // two sees the other: either this side finds room, and the second write wakes the reader, or the reader finds _accepts
    // false and does not sleep. Without the fences both writes could still be on their way. Then neither side would see the
    // other, and the client would sleep for ever.
    private void StopAccepting(long queuedThrough, Frame last)
    {
        _queuedThrough = queuedThrough;
        _accepts = false;
        Interlocked.MemoryBarrier();
        if (!Enqueue(last))
        {
            Enqueue(WakeFrame.Instance); // there was no memory for it, and the queue may be empty
        }
    }

    /// <summary>
    /// Queues it while less than a full queue of events waits, so a batch may exceed that by its own length.
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

    // By bytes too, or a client that reads nothing could hold a queue full of the largest events in memory.
    private static int QueueCost(Frame frame)
    {
        const int BytesOfOne = 16 << 10;
        if (ReferenceEquals(frame, WakeFrame.Nudge))
        {
            return 0; // others than the lane queue it
        }

        var bytes = frame switch
        {
            BatchFrame batch => batch.Size,
            EventFrame one => one.Event.Size,
            _ => 0,
        };
        return Math.Max(Math.Max(1, frame.Events), (int)Math.Min(bytes / BytesOfOne, int.MaxValue));
    }
}

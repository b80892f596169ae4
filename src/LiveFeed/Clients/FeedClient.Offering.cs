using LiveFeed.Events;

namespace LiveFeed.Clients;

/// <summary>The hub's side: all of it is for the one task of the client's lane only, and none of it waits.</summary>
internal sealed partial class FeedClient
{
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
            return frame.Events;
        }

        if (!_accepts)
        {
            if (frame is { Events: > 0, LastSequence: 0 })
            {
                Enqueue(frame); // in no log: now or never
            }
        }
        else if (!Enqueue(frame))
        {
            // The reader may have emptied the queue and gone to sleep between the failed write and this line. The second
            // write then succeeds and wakes it; else the queue is still full, and it looks at _accepts after emptying it.
            _accepts = false;
            Enqueue(frame);
        }

        return 0;
    }

    /// <summary>Has it read the log, for the hub could not offer all that is in it.</summary>
    internal void FallBehind()
    {
        if (_accepts)
        {
            _accepts = false;
            Enqueue(WakeFrame.Instance);
        }
    }

    /// <summary>Sends a frame on the spot when nothing waits before it; false when it must be queued.</summary>
    private bool TrySend(Frame frame, long now)
    {
        if (!_line.TryTake())
        {
            return false;
        }

        var outcome = SendOutcome.NotSent;
        try
        {
            // A batch of which the log gave a part goes through the queue, where the reader takes it apart.
            if (_accepts && _enqueued == Volatile.Read(ref _taken) && IsNews(frame))
            {
                outcome = _line.TrySend(frame);
            }

            if (outcome != SendOutcome.NotSent)
            {
                MovePast(frame);
                Volatile.Write(ref _sent, _sent + frame.Events);
                Volatile.Write(ref _lastWrite, now);
            }
        }
        finally
        {
            _line.GiveBack(); // whatever happens: the transport's task spins until then
        }

        if (outcome == SendOutcome.SentInPart)
        {
            Enqueue(WakeFrame.Instance);
        }

        return outcome != SendOutcome.NotSent;
    }

    /// <summary>Queues it while less than a full queue of events waits, so a batch may exceed that by its own length.</summary>
    private bool Enqueue(Frame frame)
    {
        if (Queued >= _queueLength || !_queue.Writer.TryWrite(frame))
        {
            return false;
        }

        Volatile.Write(ref _enqueued, _enqueued + QueueCost(frame));
        return true;
    }

    // By bytes too, or a client that reads nothing could hold a queue full of the largest events in memory.
    private static int QueueCost(Frame frame)
    {
        const int BytesOfOne = 16 << 10;
        var bytes = frame switch
        {
            BatchFrame batch => batch.Bytes,
            EventFrame one => one.Event.Size,
            _ => 0,
        };
        return Math.Max(Math.Max(1, frame.Events), (int)Math.Min(bytes / BytesOfOne, int.MaxValue));
    }
}

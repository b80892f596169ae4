using LiveFeed.Clients.Direct;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// What is written on the spot, past the queue, while the transport's task waits: the lane's frames, and answers of whoever
/// tells the client something.
/// </summary>
internal sealed partial class FeedClient
{
    /// <summary>Sends a frame on the spot when nothing waits before it; false when it must be queued.</summary>
    private bool TrySend(Frame frame, long now)
    {
        if (IsLarge(frame) || !_directTurn.TryTake())
        {
            return false;
        }

        var outcome = SendAndGiveBack(frame, now, isTold: false);
        if (outcome == SendOutcome.SentInPart)
        {
            Enqueue(WakeFrame.Instance);
        }

        return outcome != SendOutcome.NotSent;
    }

    // Writes it on the spot when nothing was told before that still waits.
    private bool TryTellNow(Frame frame)
    {
        if (!_directTurn.TryTake())
        {
            return false;
        }

        var outcome = SendAndGiveBack(frame, _time.GetTimestamp(), isTold: true);
        if (outcome == SendOutcome.SentInPart)
        {
            Nudge(); // the transport's task sends the rest
        }

        return outcome != SendOutcome.NotSent;
    }

    // In the hub's turn, which it ends.
    private SendOutcome SendAndGiveBack(Frame frame, long now, bool isTold)
    {
        try
        {
            return isTold ? TellInTurn(frame, now) : SendInTurn(frame, now);
        }
        catch (Exception e)
        {
            // Unknown how much its connection has taken: only this client ends, and reconnects with its position.
            _fault = e;
            _ = EndAsync();
            return SendOutcome.Sent;
        }
        finally
        {
            _directTurn.GiveBack(); // in every case: the transport's task spins until then
        }
    }

    // Both only in the hub's turn.
    private SendOutcome SendInTurn(Frame frame, long now)
    {
        // The client may have part of a batch from the log already, or not follow part of it any more. Such a batch goes
        // through the queue, where the reader takes it apart.
        if (!_accepts || _enqueued != Volatile.Read(ref _taken) || !IsNews(frame) || IsStale(frame) ||
            (MustBeRechecked(frame) && !IsFollowedNow(frame)))
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

    private SendOutcome TellInTurn(Frame frame, long now)
    {
        var outcome = _toTell.HasAny ? SendOutcome.NotSent : _directTurn.TrySend(frame);
        if (outcome != SendOutcome.NotSent)
        {
            NoteSent(frame, now);
        }

        if (outcome == SendOutcome.SentInPart)
        {
            Interlocked.Add(ref _toTellBytes, frame.WireBytes);
            _held.Take(frame.WireBytes);
            _tellingBytes += frame.WireBytes; // its connection keeps the rest of its bytes
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
}

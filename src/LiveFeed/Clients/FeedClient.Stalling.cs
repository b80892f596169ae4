namespace LiveFeed.Clients;

/// <summary>
/// A client that takes nothing. Its transport's task waits in a write; whether bytes still leave, only the other end's kernel
/// knows, for a write may be as large as what a slow client reads in minutes.
/// </summary>
internal sealed partial class FeedClient
{
    private readonly CancellationTokenSource _cutOff = new();
    private volatile IPeer? _peer; // set once by the transport's task, before its first write
    private long _peerTook; // the lane's only, as the next
    private long _peerTookAt; // a timestamp

    /// <summary>Ends the transport's writes: the connection takes nothing, so nothing can be said.</summary>
    internal CancellationToken CutOff => _cutOff.Token;

    /// <summary>Who it is that reads; null when only finished writes tell how far it is.</summary>
    internal void ReadBy(IPeer? peer) => _peer = peer;

    /// <summary>Cuts it off when nothing has left for so long although its transport is writing. For the task of its lane only.</summary>
    internal void CutOffIfStalled(TimeSpan after, long now)
    {
        if (!_line.IsTransports)
        {
            return;
        }

        if (_peer?.Taken is { } taken && taken != _peerTook)
        {
            (_peerTook, _peerTookAt) = (taken, now);
        }

        if (_time.GetElapsedTime(Math.Max(LastWrite, _peerTookAt), now) >= after && !CutOff.IsCancellationRequested)
        {
            _ = _cutOff.CancelAsync(); // what ends by it must not do so on the lane's thread
        }
    }
}

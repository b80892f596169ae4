namespace LiveFeed.Clients;

/// <summary>
/// A client that takes nothing: it does not read, or it is gone and nobody said so (half-open). Only its kernel knows
/// whether bytes still reach it: a finished write may lie in this one's buffer, and a large one takes a slow client minutes.
/// </summary>
internal sealed partial class FeedClient
{
    private readonly CancellationTokenSource _cutOff = new();
    private volatile IPeer? _peer; // set once by the transport's task, before its first write
    private long _peerTook; // the lane's only, as the next two
    private long _peerTookAt; // a timestamp
    private bool _waited;

    /// <summary>Ends the transport's writes: the connection takes nothing, so nothing can be said.</summary>
    internal CancellationToken CutOff => _cutOff.Token;

    /// <summary>Why it is gone, when nobody has closed its stream.</summary>
    internal DisconnectReason GoneBecause => !CutOff.IsCancellationRequested ? DisconnectReason.Gone
        : IsEvicted ? DisconnectReason.Evicted
        : DisconnectReason.Stalled;

    /// <summary>Who it is that reads; null when only finished writes tell how far it is.</summary>
    internal void ReadBy(IPeer? peer) => _peer = peer;

    /// <summary>
    /// Cuts it off when nothing has reached it for so long although something waits. For the task of its lane only.
    /// </summary>
    internal void CutOffIfStalled(TimeSpan after, long now)
    {
        var (taken, waits) = _peer?.Look() ?? new PeerProgress(LastWrite, _directTurn.IsTransports);
        if (taken != _peerTook || !_waited)
        {
            (_peerTook, _peerTookAt) = (taken, now);
        }
        else if (waits && _time.GetElapsedTime(_peerTookAt, now) >= after && !CutOff.IsCancellationRequested)
        {
            _ = EndAsync();
        }

        _waited = waits;
    }

    // What ends by it must not do so on the lane's thread. A half-open client's transport waits for events, not in a write.
    private async Task EndAsync()
    {
        await _cutOff.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Abort();
    }
}

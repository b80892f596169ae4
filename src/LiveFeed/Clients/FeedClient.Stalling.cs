using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// A client that takes nothing: it does not read, or it is gone and nobody said so (half-open). Only the kernel knows
/// whether bytes still reach it. A finished write may still lie in the kernel's buffer, and a large one to a slow client
/// takes minutes. Once its stream is closed, however slowly it takes the rest, it has no longer than one that takes nothing.
/// </summary>
internal sealed partial class FeedClient
{
    private readonly CancellationTokenSource _cutOff = new();
    private volatile IPeer? _peer; // set once by the transport's task, before its first write
    private long _peerTook; // used by the lane only, like the next three
    private long _peerTookAt; // a timestamp; once it is closing, that of the look that found it so
    private bool _waited;
    private bool _wasClosing;
    private volatile Exception? _fault; // set by the lane before it ends this client
    private volatile bool _gaveWay; // set once, by GiveWay

    /// <summary>Cancels the transport's writes. The connection takes nothing, so the client cannot be told why.</summary>
    internal CancellationToken CutOff => _cutOff.Token;

    /// <summary>Why it is gone, when it was not sent its last frame.</summary>
    internal DisconnectReason GoneBecause =>
        IsKicked ? DisconnectReason.Kicked // for good, however its connection came to its end
        : CutOff.IsCancellationRequested ? CutOffBecause
        : Closing is { } closing ? ReasonOf(closing.Reason)
        : DisconnectReason.Gone;

    /// <summary>The failure of a write on the spot, which has ended it; null when there was none.</summary>
    internal Exception? Fault => _fault;

    private DisconnectReason CutOffBecause => IsEvicted ? DisconnectReason.Evicted
        : _gaveWay ? DisconnectReason.Replaced
        : _fault is not null ? DisconnectReason.Unavailable
        : DisconnectReason.Stalled;

    /// <summary>Why a client has left whose stream the server closed.</summary>
    internal static DisconnectReason ReasonOf(CloseReason reason) => reason switch
    {
        CloseReason.Kicked => DisconnectReason.Kicked,
        CloseReason.Expired => DisconnectReason.Expired,
        CloseReason.Lifetime => DisconnectReason.Lifetime,
        CloseReason.Shutdown => DisconnectReason.Shutdown,
        CloseReason.Unavailable => DisconnectReason.Unavailable,
        _ => DisconnectReason.Gone,
    };

    /// <summary>How far it is as its finished writes tell.</summary>
    internal PeerProgress Writing => new(LastWrite, _directTurn.IsTransports);

    /// <summary>
    /// Ends it at once, without a last frame: its client has come back on another connection. Any thread.
    /// </summary>
    internal void GiveWay()
    {
        _gaveWay = true;
        _ = EndAsync();
    }

    /// <summary>Sets the peer that reads; null when only finished writes show how far it is.</summary>
    internal void ReadBy(IPeer? peer) => _peer = peer;

    /// <summary>
    /// Cuts it off when something waits but nothing has reached it for this time, or when it is closed for this time and
    /// has not taken all. Only the task of its lane calls this.
    /// </summary>
    internal void CutOffIfStalled(TimeSpan after, long now)
    {
        if (IsPolled)
        {
            return;
        }

        var (taken, waits) = _peer?.Look() ?? Writing;
        var isClosing = _closing is not null;
        if (isClosing ? !_wasClosing : taken != _peerTook || !_waited)
        {
            (_peerTook, _peerTookAt) = (taken, now);
        }
        else if ((waits || isClosing) && _time.GetElapsedTime(_peerTookAt, now) >= after && !CutOff.IsCancellationRequested)
        {
            _ = EndAsync();
        }

        (_waited, _wasClosing) = (waits, isClosing);
    }

    // What the cancellation ends must not run on the lane's thread. Abort is needed too: the transport of a half-open client
    // waits for events, not in a write.
    private async Task EndAsync()
    {
        await _cutOff.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        Abort();
    }
}

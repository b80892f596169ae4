using LiveFeed.Clients;
using LiveFeed.Streaming.Output;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// The other end of a WebSocket. The kernel tells how far it has read. A client that says nothing for a while is pinged, and
/// counts as stalled when it does not answer: its machine may take bytes although its program is dead.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="tcp">Null when only finished writes tell how far it has read.</param>
/// <param name="silence">After this time without a frame of the client it is pinged.</param>
/// <param name="time">The clock.</param>
internal sealed class WebSocketPeer(FeedClient client, TcpPeer? tcp, TimeSpan silence, TimeProvider time) : IPeer
{
    private long _heardAt = time.GetTimestamp(); // written by the task that reads
    private long _heard; // frames of the client; written by the task that reads
    private bool _isPinged; // used by the lane only, like the next two
    private bool _hasPing; // the ping has reached its machine
    private long _heardBeforePing;

    /// <summary>A frame of the client has arrived.</summary>
    internal void Heard()
    {
        Volatile.Write(ref _heardAt, time.GetTimestamp());
        Volatile.Write(ref _heard, _heard + 1);
    }

    public PeerProgress Look()
    {
        var sent = tcp?.Look() ?? client.Writing;
        var heard = Volatile.Read(ref _heard);
        _isPinged &= heard == _heardBeforePing;
        if (!_isPinged && time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= silence)
        {
            (_isPinged, _hasPing, _heardBeforePing) = (true, false, heard);
            client.TryTell(ControlFrame.Ping);
            return sent;
        }

        _hasPing |= _isPinged && !sent.Waits;
        return _isPinged && _hasPing ? new PeerProgress(heard, Waits: true) : sent;
    }
}

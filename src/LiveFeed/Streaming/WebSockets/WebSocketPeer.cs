using LiveFeed.Clients;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// The other end of a WebSocket. The kernel tells how far it has read. A client that says nothing for a while is pinged, and
/// counts as stalled when it does not answer: its machine may take bytes although its program is dead.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="tcp">Null when only finished writes tell how far it has read.</param>
/// <param name="reader">Tells what has come from it.</param>
/// <param name="silence">After this time without anything from the client it is pinged.</param>
/// <param name="time">The clock.</param>
internal sealed class WebSocketPeer(
    FeedClient client, TcpPeer? tcp, WebSocketReader reader, TimeSpan silence, TimeProvider time) : IPeer
{
    private long _heard; // at the last look; used by the lane only, like all below
    private long _heardAt = time.GetTimestamp();
    private bool _isPinged;
    private bool _hasPing; // the ping has reached its machine

    public PeerProgress Look()
    {
        var sent = tcp?.Look() ?? client.Writing;
        var (heard, now) = (reader.Heard, time.GetTimestamp());
        if (heard != _heard)
        {
            (_heard, _heardAt, _isPinged) = (heard, now, false);
        }

        if (!_isPinged && time.GetElapsedTime(_heardAt, now) >= silence)
        {
            (_isPinged, _hasPing) = (true, false);
            client.TryTell(ControlFrame.Ping);
            return sent;
        }

        _hasPing |= _isPinged && !sent.Waits;
        return _isPinged && _hasPing ? new PeerProgress(heard, Waits: true) : sent;
    }
}

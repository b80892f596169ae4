using System.Collections.Frozen;
using LiveFeed.Events;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.WebSockets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>How one client's frames become packets: those of the namespace, and for its rooms those of rooms.</summary>
internal sealed class ClientForm(FeedNamespace ns, EngineOutput output)
{
    private volatile FrozenSet<TopicName> _rooms = [];

    internal FeedNamespace Namespace => ns;

    /// <summary>Members of a room send each other events of this name through the service.</summary>
    internal bool Relays(string name) => ns.Form.Relay.Contains(name);

    /// <summary>
    /// The topics of the rooms that it is in. Set by the task that reads its messages; the client must then be nudged.
    /// </summary>
    internal FrozenSet<TopicName> Rooms
    {
        get => _rooms;
        set
        {
            _rooms = value;
            var form = ns.Form;
            output.Form = value.Count == 0 ? form.Shared : new EngineForm(
                Member(EngineWire.Polling), Member(EngineWire.WebSocket), Member(EngineWire.Deflated));

            MemberEncoder Member(EngineWire wire) => new(form.Events(wire), form.Rooms(wire), value);
        }
    }
}

using System.Collections.Frozen;
using LiveFeed.Events;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.WebSockets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>How one client's frames become packets: those of the namespace, and for its rooms those of rooms.</summary>
internal sealed class ClientForm
{
    private readonly FeedForm _form;
    private readonly SwitchedEncoder[] _wires;
    private volatile FrozenSet<TopicName> _rooms = [];

    internal ClientForm(FeedForm form)
    {
        _form = form;
        _wires = [.. Enum.GetValues<EngineWire>().Select(wire => new SwitchedEncoder(form.Events(wire)))];
        Engine = new EngineForm(
            _wires[(int)EngineWire.Polling], _wires[(int)EngineWire.WebSocket], _wires[(int)EngineWire.Deflated]);
    }

    internal EngineForm Engine { get; }

    internal bool HasOffsets => _form.HasOffsets;

    /// <summary>Members of a room send each other events of this name through the service.</summary>
    internal bool Relays(string name) => _form.Relay.Contains(name);

    /// <summary>The topics of the rooms that it is in. Set by the task that reads its messages.</summary>
    internal FrozenSet<TopicName> Rooms
    {
        get => _rooms;
        set
        {
            _rooms = value;
            foreach (var wire in Enum.GetValues<EngineWire>())
            {
                _wires[(int)wire].Current = value.Count == 0
                    ? _form.Events(wire)
                    : new MemberEncoder(_form.Events(wire), _form.Rooms(wire), value);
            }
        }
    }
}

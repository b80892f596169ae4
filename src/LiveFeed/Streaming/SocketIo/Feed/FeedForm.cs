using System.Collections.Frozen;
using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>
/// How frames become packets of one namespace: the encoders that all of its clients share, for each way on the wire.
/// </summary>
internal sealed class FeedForm
{
    private readonly FeedEncoder[] _events;
    private readonly FeedEncoder[] _rooms;

    /// <param name="name">The namespace, with its slash.</param>
    /// <param name="relay">Names of events that members of a room send each other through the service.</param>
    /// <param name="hasOffsets">Each event ends with a position, from which a client's state can be recovered.</param>
    internal FeedForm(string name, FrozenSet<string> relay, bool hasOffsets)
    {
        (Prefix, Relay, HasOffsets) = (PacketWriter.PrefixOf(name), relay, hasOffsets);
        _events = Encoders(isOfRooms: false);
        _rooms = Encoders(isOfRooms: true);
        Shared = new EngineForm(
            _events[(int)EngineWire.Polling], _events[(int)EngineWire.WebSocket], _events[(int)EngineWire.Deflated]);
    }

    /// <summary>What each packet of the namespace begins with, behind its type.</summary>
    internal byte[] Prefix { get; }

    internal FrozenSet<string> Relay { get; }

    internal bool HasOffsets { get; }

    /// <summary>For a client that is in no room.</summary>
    internal EngineForm Shared { get; }

    /// <summary>For what a client subscribed to.</summary>
    internal FrameEncoder Events(EngineWire wire) => _events[(int)wire];

    /// <summary>For the events of rooms that it is in.</summary>
    internal FrameEncoder Rooms(EngineWire wire) => _rooms[(int)wire];

    private FeedEncoder[] Encoders(bool isOfRooms) =>
        [.. Enum.GetValues<EngineWire>().Select(wire => new FeedEncoder(this, wire, isOfRooms))];
}

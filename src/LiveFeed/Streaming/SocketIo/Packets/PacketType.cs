namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>The types of packets. On the wire each is its digit.</summary>
internal enum PacketType
{
    Connect,
    Disconnect,
    Event,
    Ack,
    ConnectError,
    BinaryEvent,
    BinaryAck,
}

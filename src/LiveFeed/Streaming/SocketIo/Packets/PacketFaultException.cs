namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>A client sent something that is no packet, or no packet in its place. Its connection is closed.</summary>
internal sealed class PacketFaultException(string reason) : Exception(reason);

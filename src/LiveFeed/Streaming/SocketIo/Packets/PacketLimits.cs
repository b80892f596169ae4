namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>What one packet may have.</summary>
/// <param name="Attachments">Max attachments.</param>
/// <param name="Bytes">Max bytes of its text and its attachments together.</param>
/// <param name="Depth">How deep its JSON may be.</param>
internal readonly record struct PacketLimits(int Attachments, int Bytes, int Depth);

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>
/// A packet of a client, checked as far as the protocol says how it must be. Its bytes are valid as long as those that it
/// was read from.
/// </summary>
/// <param name="Type">A binary packet has the type without binary.</param>
/// <param name="Namespace">With its slash, without a query.</param>
/// <param name="Id">The number that an acknowledgement repeats; null when none is asked for.</param>
/// <param name="Json">The payload: an object of CONNECT, an array of EVENT and ACK; empty without one.</param>
internal sealed record SocketPacket(PacketType Type, string Namespace, long? Id, ReadOnlyMemory<byte> Json)
{
    /// <summary>The name of an event.</summary>
    internal string Name { get; init; } = "";

    /// <summary>How many attachments follow.</summary>
    internal int Announced { get; init; }

    /// <summary>Those that its placeholders stand for.</summary>
    internal IReadOnlyList<byte[]> Attachments { get; init; } = [];

    /// <summary>What an event or an acknowledgement carries.</summary>
    internal PacketArguments Arguments => new(Json, hasName: Type == PacketType.Event, Attachments);
}

using LiveFeed.Bodies;
using LiveFeed.Scheduling;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>
/// Makes packets of one client's messages: keeps a binary packet until its attachments are there. What it keeps counts as
/// an incomplete body. For one task at a time.
/// </summary>
/// <param name="limits">What one packet may have.</param>
/// <param name="hold">Counts what it keeps; made for the first binary packet.</param>
internal sealed class PacketAssembler(PacketLimits limits, Func<BodyMemory> hold) : IDisposable
{
    private SocketPacket? _waiting; // with bytes of its own
    private List<byte[]>? _attachments; // null until there is one
    private int _bytes;
    private BodyMemory? _memory;

    /// <inheritdoc cref="Take"/>
    /// <param name="message">A message. It is long work to read a long one.</param>
    /// <param name="isBinary">It is an attachment.</param>
    /// <param name="work">For long work. What is done with the packet does not run there.</param>
    internal ValueTask<SocketPacket?> TakeAsync(ReadOnlyMemory<byte> message, bool isBinary, LowPriorityWork work) =>
        message.Length <= BodyReader.ShortBytes
            ? new(Take(message, isBinary))
            : new(TakeLongAsync(message, isBinary, work));

    /// <returns>The packet that is complete now; null when attachments are to come.</returns>
    /// <exception cref="PacketFaultException">It is no packet, or not in its place.</exception>
    internal SocketPacket? Take(ReadOnlyMemory<byte> message, bool isBinary) =>
        isBinary ? TakeAttachment(message) : TakeText(message);

    public void Dispose()
    {
        _memory?.Dispose();
        (_memory, _waiting, _attachments) = (null, null, null);
    }

    private Task<SocketPacket?> TakeLongAsync(ReadOnlyMemory<byte> message, bool isBinary, LowPriorityWork work) =>
        work.RunAsync(() => Task.FromResult(Take(message, isBinary)), CancellationToken.None);

    private SocketPacket? TakeText(ReadOnlyMemory<byte> text)
    {
        if (_waiting is not null)
        {
            throw new PacketFaultException("an attachment must come first");
        }

        var packet = PacketParser.Parse(text, limits);
        if (packet.Announced == 0)
        {
            return packet;
        }

        Hold(packet.Json.Length);
        _waiting = packet with { Json = packet.Json.ToArray() };
        return null;
    }

    private SocketPacket? TakeAttachment(ReadOnlyMemory<byte> bytes)
    {
        if (_waiting is not { } packet)
        {
            throw new PacketFaultException("there is no packet to attach it to");
        }

        Hold(bytes.Length);
        (_attachments ??= []).Add(bytes.ToArray());
        if (_attachments.Count < packet.Announced)
        {
            return null;
        }

        var complete = packet with { Attachments = _attachments };
        Dispose();
        _bytes = 0;
        return complete;
    }

    private void Hold(int more)
    {
        _bytes += more;
        if (_bytes > limits.Bytes || !(_memory ??= hold()).TryHold(_bytes))
        {
            throw new PacketFaultException("there is no room for so many bytes of attachments");
        }
    }
}

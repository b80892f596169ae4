using System.Buffers;
using System.Text;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// An event that the log does not keep, on its way to the other nodes: a version, the node, the length of a position and the
/// position, the event as <see cref="StoredEvent"/>. A node ignores a version that it does not know.
/// </summary>
/// <param name="Node">Who sent it.</param>
/// <param name="Position">The head of that node's log: what clients had been sent before.</param>
/// <param name="Event">As stored events are written.</param>
internal readonly record struct ToldEvent(string Node, Position Position, ReadOnlyMemory<byte> Event)
{
    private const byte Version = 1;

    internal static byte[] Write(string node, Position position, FeedEvent e)
    {
        var (at, stored) = (position.ToString(), StoredEvent.Write(e));
        var message = new ArrayBufferWriter<byte>(1 + node.Length + 1 + at.Length + stored.Length);
        message.Write([Version]);
        Encoding.ASCII.GetBytes(node, message);
        message.Write([(byte)at.Length]); // max 36
        Encoding.ASCII.GetBytes(at, message);
        message.Write(stored.Span);
        return message.WrittenSpan.ToArray();
    }

    /// <exception cref="LogCorruptException">It is no such message, or of a version that this one does not know.</exception>
    internal static ToldEvent Read(ReadOnlyMemory<byte> message)
    {
        const int Header = 1 + ClusterNodes.IdLength + 1;
        var bytes = message.Span;
        if (bytes.Length < Header || bytes[0] != Version || bytes.Length < Header + bytes[Header - 1] ||
            !Position.TryParse(Encoding.ASCII.GetString(bytes.Slice(Header, bytes[Header - 1])), out var position))
        {
            throw new LogCorruptException("a node told of an event in a way that this service does not know");
        }

        return new ToldEvent(
            Encoding.ASCII.GetString(bytes.Slice(1, ClusterNodes.IdLength)),
            position,
            message[(Header + bytes[Header - 1])..]);
    }
}

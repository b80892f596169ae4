using System.Buffers.Binary;
using System.Text;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// A question of one node to another, or the answer: a version, what it is, who sent it, the number of the question, JSON.
/// A node ignores a version that it does not know, and answers nothing to a question that it does not know.
/// </summary>
/// <param name="IsAnswer">Or a question.</param>
/// <param name="From">The node that sent it.</param>
/// <param name="Number">The asking node's number of the question.</param>
/// <param name="Body">A <see cref="NodeQuestion"/> or a <see cref="NodeAnswer"/>; empty is no answer.</param>
internal readonly record struct NodeMessage(bool IsAnswer, string From, long Number, ReadOnlyMemory<byte> Body)
{
    private const byte Version = 1;
    private const int Header = 2 + ClusterNodes.IdLength + sizeof(long);

    internal byte[] Write()
    {
        var message = new byte[Header + Body.Length];
        (message[0], message[1]) = (Version, IsAnswer ? (byte)'a' : (byte)'q');
        Encoding.ASCII.GetBytes(From, message.AsSpan(2));
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(2 + ClusterNodes.IdLength), Number);
        Body.Span.CopyTo(message.AsSpan(Header));
        return message;
    }

    /// <summary>False for what this version of the service does not know.</summary>
    internal static bool TryRead(ReadOnlyMemory<byte> message, out NodeMessage read)
    {
        read = default;
        var bytes = message.Span;
        if (bytes.Length < Header || bytes[0] != Version || bytes[1] is not ((byte)'a' or (byte)'q'))
        {
            return false;
        }

        read = new NodeMessage(
            bytes[1] == (byte)'a',
            Encoding.ASCII.GetString(bytes.Slice(2, ClusterNodes.IdLength)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[(2 + ClusterNodes.IdLength)..]),
            message[Header..]);
        return true;
    }
}

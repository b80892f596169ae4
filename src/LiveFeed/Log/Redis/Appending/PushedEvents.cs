using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace LiveFeed.Log.Redis.Appending;

/// <summary>
/// The events of one append, as the store gives them to all nodes at once, see <c>append.lua</c>. They spare every node the
/// reading. A node that has missed some, or gets a message that it does not know, reads the streams.
/// </summary>
/// <param name="Term">Their term.</param>
/// <param name="Before">The number before the first of them.</param>
/// <param name="Entries">One after the other, see <see cref="StoredEvent"/>.</param>
/// <param name="Bytes">Of the message.</param>
internal sealed record PushedEvents(string Term, long Before, IReadOnlyList<ReadOnlyMemory<byte>> Entries, int Bytes)
{
    /// <summary>Null for a message of another kind: something was appended.</summary>
    internal static PushedEvents? Read(ReadOnlyMemory<byte> message)
    {
        var head = message.Span[..Math.Max(0, message.Span.IndexOf((byte)'\n'))];
        var space = head.IndexOf((byte)' ');
        if (space < 0 || !Utf8Parser.TryParse(head[(space + 1)..], out long before, out _))
        {
            return null;
        }

        var entries = new List<ReadOnlyMemory<byte>>();
        for (var rest = message[(head.Length + 1)..]; rest.Length > 0;)
        {
            if (rest.Length < sizeof(int) ||
                BinaryPrimitives.ReadInt32LittleEndian(rest.Span) is var length && (uint)length > rest.Length - sizeof(int))
            {
                return null;
            }

            entries.Add(rest.Slice(sizeof(int), length));
            rest = rest[(sizeof(int) + length)..];
        }

        return new PushedEvents(Encoding.ASCII.GetString(head[..space]), before, entries, message.Length);
    }
}

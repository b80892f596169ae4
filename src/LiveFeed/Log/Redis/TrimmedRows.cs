using System.IO;
using LiveFeed.Events;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Redis;

/// <summary>
/// What nodes must know of events that a trim has removed, to count topics and keys without them. The node that trims
/// writes it, all read it.
/// </summary>
internal static class TrimmedRows
{
    /// <param name="rows">Their sequences.</param>
    /// <param name="numberOf">The store's number of a sequence.</param>
    internal static byte[] Write(IReadOnlyList<LedgerRow> rows, Func<long, long> numberOf)
    {
        using var bytes = new MemoryStream();
        using var into = new BinaryWriter(bytes);
        foreach (var row in rows)
        {
            into.Write(numberOf(row.Sequence));
            into.Write(row.Size);
            into.Write(row.ForEveryone);
            into.Write(row.Topic?.Value ?? "");
            into.Write(row.Key is not null);
            into.Write(row.Key ?? "");
        }

        return bytes.ToArray();
    }

    /// <param name="written">As <see cref="Write"/> made it.</param>
    /// <param name="sequenceOf">The sequence of a number of the store.</param>
    internal static IEnumerable<LedgerRow> Read(byte[] written, Func<long, long> sequenceOf)
    {
        using var bytes = new MemoryStream(written);
        using var from = new BinaryReader(bytes);
        while (bytes.Position < bytes.Length)
        {
            var (number, size, isForEveryone) = (from.ReadInt64(), from.ReadInt32(), from.ReadBoolean());
            var (topic, hasKey, key) = (from.ReadString(), from.ReadBoolean(), from.ReadString());
            yield return new LedgerRow(
                sequenceOf(number),
                Time: default,
                topic.Length == 0 ? null : TopicName.Parse(topic),
                hasKey ? key : null,
                size,
                isForEveryone);
        }
    }
}

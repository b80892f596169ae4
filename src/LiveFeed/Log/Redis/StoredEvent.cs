using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using LiveFeed.Events;

namespace LiveFeed.Log.Redis;

/// <summary>
/// An event as an entry of a stream has it: a version, flags, the time of receipt, the texts that it has, its data. Numbers
/// are little-endian, a text is its length in 4 bytes and UTF-8. docs/redis.md has the table. A newer version of the service
/// may add flags, and reads what this one wrote.
/// </summary>
internal static class StoredEvent
{
    private const byte Version = 1;

    [Flags]
    private enum Has : byte
    {
        TextData = 1,
        Topic = 2,
        Key = 4,
        Id = 8,
        Client = 16,
        User = 32,
        Except = 64,
        OwnTime = 128,
    }

    internal static ReadOnlyMemory<byte> Write(FeedEvent e)
    {
        var into = new ArrayBufferWriter<byte>(e.StoredBytes + 64);
        into.GetSpan(2)[0] = Version;
        into.GetSpan(2)[1] = (byte)FlagsOf(e);
        into.Advance(2);
        Number(into, e.Time.UtcTicks);
        if (e.OccurredAt is { } own)
        {
            Number(into, own.UtcTicks);
        }

        Text(into, e.Name);
        Text(into, e.Topic?.Value);
        Text(into, e.Key);
        Text(into, e.Id);
        Text(into, e.To?.Client);
        Text(into, e.To?.User);
        if (e.Except.Length > 0)
        {
            Text(into, string.Join('\n', e.Except)); // a client id has no line end
        }

        into.Write(e.Data.Utf8);
        return into.WrittenMemory;
    }

    /// <exception cref="LogCorruptException">It is no event, or of a version that this one does not know.</exception>
    internal static FeedEvent Read(ReadOnlySpan<byte> entry, RecentTexts texts)
    {
        try
        {
            var (version, has) = (entry[0], (Has)entry[1]);
            if (version != Version)
            {
                throw new LogCorruptException($"an event is of version {version}, which this service does not know");
            }

            entry = entry[2..];
            var time = Number(ref entry);
            var own = has.HasFlag(Has.OwnTime) ? Number(ref entry) : 0;
            var name = texts.Of(Text(ref entry))!;
            return new FeedEvent
            {
                Time = new DateTimeOffset(time, TimeSpan.Zero),
                OccurredAt = own == 0 ? null : new DateTimeOffset(own, TimeSpan.Zero),
                Name = name,
                Topic = has.HasFlag(Has.Topic) ? texts.TopicOf(Text(ref entry)) : null,
                Key = has.HasFlag(Has.Key) ? texts.Of(Text(ref entry)) : null,
                Id = has.HasFlag(Has.Id) ? Encoding.UTF8.GetString(Text(ref entry)) : null,
                To = Target(has, ref entry),
                Except = has.HasFlag(Has.Except)
                    ? [.. Encoding.UTF8.GetString(Text(ref entry)).Split('\n')]
                    : ImmutableArray<string>.Empty,
                Data = new EventData(entry.ToArray(), has.HasFlag(Has.TextData)),
            };
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new LogCorruptException("an entry of the stream is no event", e);
        }
    }

    private static Has FlagsOf(FeedEvent e) =>
        (e.Data.IsText ? Has.TextData : 0) | (e.Topic is null ? 0 : Has.Topic) | (e.Key is null ? 0 : Has.Key) |
        (e.Id is null ? 0 : Has.Id) | (e.To?.Client is null ? 0 : Has.Client) | (e.To?.User is null ? 0 : Has.User) |
        (e.Except.Length == 0 ? 0 : Has.Except) | (e.OccurredAt is null ? 0 : Has.OwnTime);

    private static EventTarget? Target(Has has, ref ReadOnlySpan<byte> entry)
    {
        if ((has & (Has.Client | Has.User)) == 0)
        {
            return null;
        }

        var client = has.HasFlag(Has.Client) ? Encoding.UTF8.GetString(Text(ref entry)) : null;
        var user = has.HasFlag(Has.User) ? Encoding.UTF8.GetString(Text(ref entry)) : null;
        return new EventTarget { Client = client, User = user };
    }

    private static void Number(ArrayBufferWriter<byte> into, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into.GetSpan(sizeof(long)), number);
        into.Advance(sizeof(long));
    }

    private static long Number(ref ReadOnlySpan<byte> entry)
    {
        var number = BinaryPrimitives.ReadInt64LittleEndian(entry);
        entry = entry[sizeof(long)..];
        return number;
    }

    private static void Text(ArrayBufferWriter<byte> into, string? text)
    {
        if (text is null)
        {
            return;
        }

        var span = into.GetSpan(sizeof(int) + Encoding.UTF8.GetByteCount(text));
        var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        into.Advance(sizeof(int) + length);
    }

    private static ReadOnlySpan<byte> Text(ref ReadOnlySpan<byte> entry)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(entry);
        var text = entry.Slice(sizeof(int), length);
        entry = entry[(sizeof(int) + length)..];
        return text;
    }
}

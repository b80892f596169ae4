using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>An entry of a stream as it stands there.</summary>
/// <param name="Id">Its stream id, <c>term-number</c>.</param>
/// <param name="Event">The event, see <see cref="StoredEvent"/>.</param>
internal readonly record struct StoredEntry(ReadOnlyMemory<byte> Id, ReadOnlyMemory<byte> Event)
{
    // [ id, entry, id, entry, … ]
    internal static StoredEntry[] Of(ReadOnlySpan<RedisResult> pairs)
    {
        var entries = new StoredEntry[pairs.Length / 2];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new StoredEntry((RedisValue)pairs[2 * i], (RedisValue)pairs[(2 * i) + 1]);
        }

        return entries;
    }
}

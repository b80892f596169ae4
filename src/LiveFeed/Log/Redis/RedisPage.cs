using System.Globalization;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>What the store has of its streams at one moment, as the script <c>read.lua</c> gives it.</summary>
/// <param name="Term">The current term; empty for a store that has nothing.</param>
/// <param name="Number">The number of the last event.</param>
/// <param name="Trim">The number of the last trim.</param>
/// <param name="Terms">All terms, when the current one is not the one that the reader knows.</param>
/// <param name="Marks">For each stream, the number of its last trimmed event.</param>
/// <param name="Trims">The trims after the one that the reader knows: their number and rows.</param>
/// <param name="Streams">The entries.</param>
/// <param name="Kept">The last trim that the server had when the current term began.</param>
internal sealed record RedisPage(
    string Term,
    long Number,
    long Trim,
    IReadOnlyList<string> Terms,
    IReadOnlyDictionary<string, long> Marks,
    IReadOnlyList<(long Number, byte[] Rows)> Trims,
    IReadOnlyList<StreamPart> Streams,
    long Kept)
{
    internal static RedisPage Of(RedisResult answer)
    {
        var parts = (RedisResult[])answer!;
        return new RedisPage(
            (string)parts[0]!,
            (long)parts[1],
            (long)parts[2],
            (string[])parts[3]!,
            MarksOf(parts[4]),
            [.. ((RedisResult[])parts[5]!).Select(TrimOf)],
            [.. ((RedisResult[])parts[6]!).Select(StreamPart.Of)],
            (long)parts[7]);
    }

    internal static Dictionary<string, long> MarksOf(RedisResult pairs) =>
        ((string[])pairs!).Chunk(2).ToDictionary(
            pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    // [ "1-number", [ "r", rows ] ]
    private static (long Number, byte[] Rows) TrimOf(RedisResult entry)
    {
        var (id, fields) = (((RedisResult[])entry!)[0], ((RedisResult[])entry!)[1]);
        return (long.Parse(((string)id!).AsSpan(2), CultureInfo.InvariantCulture), (byte[])((RedisResult[])fields!)[1]!);
    }
}

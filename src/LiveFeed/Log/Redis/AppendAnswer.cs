using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>What became of a batch.</summary>
/// <param name="Term">The term of its new events.</param>
/// <param name="Before">The number before its first new event, when it is stored.</param>
/// <param name="Known">
/// It is not stored: these of its events, by their index, have ids of stored ones, by their number. Empty when one that was
/// found before is gone. Null when the batch is stored.
/// </param>
internal sealed record AppendAnswer(string Term, long Before, IReadOnlyList<(int Index, long Number)>? Known)
{
    internal static AppendAnswer Of(string term, RedisResult answer)
    {
        if (answer.Resp2Type != ResultType.Array)
        {
            return new AppendAnswer(term, (long)answer, Known: null);
        }

        long[] pairs = [.. ((RedisResult[])answer!).Select(one => (long)one)];
        return new AppendAnswer(
            term, 0, pairs[0] < 0 ? [] : [.. pairs.Chunk(2).Select(pair => ((int)pair[0], pair[1]))]);
    }
}

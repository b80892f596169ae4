using StackExchange.Redis;

namespace LiveFeed.Log.Redis.Appending;

/// <summary>What became of a batch.</summary>
/// <param name="Term">The term of its new events.</param>
/// <param name="Before">The number before its first new event, when it is stored.</param>
/// <param name="Known">
/// It is not stored: these of its events, by their index, have ids of stored ones, by their number. Empty when one that was
/// found before is gone. Null when the batch is stored.
/// </param>
/// <param name="Join">
/// Its one event is a join or leave that changes nothing, as the member has seats at other nodes: the number of its join.
/// </param>
internal sealed record AppendAnswer(
    string Term, long Before, IReadOnlyList<(int Index, long Number)>? Known, long? Join = null)
{
    private const int Gone = -1; // as append.lua says it
    private const int Seated = -2;

    internal bool IsStored => Known is null && Join is null;

    internal static AppendAnswer Of(string term, RedisResult answer)
    {
        if (answer.Resp2Type != ResultType.Array)
        {
            return new AppendAnswer(term, (long)answer, Known: null);
        }

        long[] pairs = [.. ((RedisResult[])answer!).Select(one => (long)one)];
        return pairs[0] switch
        {
            Seated => new AppendAnswer(term, 0, Known: null, Join: pairs[1]),
            Gone => new AppendAnswer(term, 0, Known: []),
            _ => new AppendAnswer(term, 0, [.. pairs.Chunk(2).Select(pair => ((int)pair[0], pair[1]))]),
        };
    }
}

using LiveFeed.Events;

namespace LiveFeed.Log.Redis;

/// <summary>Events that were read from the store.</summary>
/// <param name="Term">The store's term at that moment.</param>
/// <param name="Entries">In the order of reading.</param>
/// <param name="Through">Everything up to this sequence was read, or down to it.</param>
/// <param name="Trimmed">For each retention rule, the last sequence that was trimmed by then.</param>
internal sealed record RedisRead(
    string Term, IReadOnlyList<(long Sequence, FeedEvent Event)> Entries, long Through, long[] Trimmed)
{
    /// <summary>For events read by their sequences: how many of these were looked at.</summary>
    internal int Looked { get; init; }
}

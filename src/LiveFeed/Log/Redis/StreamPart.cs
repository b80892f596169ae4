using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>A page of one stream, in the order of reading.</summary>
/// <param name="MayHaveMore">It was ended by its size.</param>
/// <param name="Entries">Stream ids and events.</param>
internal sealed record StreamPart(bool MayHaveMore, IReadOnlyList<StoredEntry> Entries)
{
    // [ more, id, entry, id, entry, … ]
    internal static StreamPart Of(RedisResult answer)
    {
        var parts = (RedisResult[])answer!;
        return new StreamPart((long)parts[0] != 0, StoredEntry.Of(parts.AsSpan(1)));
    }

    /// <summary>
    /// The entries of all streams in one order, as far as that is known: up to where a stream may have more.
    /// </summary>
    /// <param name="streams">Read as of one moment.</param>
    /// <param name="terms">The store's.</param>
    /// <param name="isBack">They were read from the newest back.</param>
    /// <param name="isAll">No stream may have more.</param>
    internal static List<(long Sequence, StoredEntry Entry)> Merge(
        IReadOnlyList<StreamPart> streams, RedisTerms terms, bool isBack, out bool isAll)
    {
        var direction = isBack ? -1 : 1;
        var merged = new List<(long Sequence, StoredEntry Entry)>();
        long? end = null;
        foreach (var stream in streams)
        {
            merged.AddRange(stream.Entries.Select(entry => (terms.SequenceOf(entry.Id.Span), entry)));
            if (stream.MayHaveMore && (end is null || (merged[^1].Sequence * direction) < (end * direction)))
            {
                end = merged[^1].Sequence;
            }
        }

        isAll = end is null;
        if (end is { } last)
        {
            merged.RemoveAll(one => (one.Sequence * direction) > (last * direction));
        }

        merged.Sort((a, b) => direction * a.Sequence.CompareTo(b.Sequence));
        return merged;
    }
}

using LiveFeed.Events;
using LiveFeed.Log.Redis.Scripts;
using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Reads events from the store. Each answer says of which term the store was, for the terms make its numbers sequences. Any
/// thread.
/// </summary>
/// <param name="server">The store.</param>
/// <param name="streams">The stream of each retention rule.</param>
internal sealed class RedisReader(RedisServer server, string[] streams)
{
    /// <summary>All events in order, after a sequence and up to another, or from before it down to another.</summary>
    internal async Task<RedisRead> ScanAsync(RedisTerms terms, long from, long to, bool isBack, int events)
    {
        var page = await ReadAsync(
            $"({terms.IdOf(from)}", isBack ? "-" : terms.IdOf(to), events, terms.Current, isBack: isBack);
        if (page.Term != terms.Current)
        {
            return new RedisRead(page.Term, [], to, []);
        }

        var entries = StreamPart.Merge(page.Streams, terms, isBack, out var isAll);
        var texts = new RecentTexts(entries.Count);
        return new RedisRead(
            page.Term,
            [.. entries.Select(one => (one.Sequence, StoredEvent.Read(one.Entry.Event.Span, texts)))],
            isAll ? to : entries[^1].Sequence,
            MarksOf(terms, page.Marks));
    }

    /// <summary>The events of some topics, after a sequence and up to another, or from before it down to another.</summary>
    internal async Task<RedisRead> LookUpAsync(
        RedisTerms terms, IReadOnlyList<TopicName?> topics, long from, long to, bool isBack, int most)
    {
        var found = (RedisResult[])(await server.RunAsync(
            RedisScripts.Find,
            [server.Keys.Meta, server.Keys.Marks],
            [
                server.Keys.Prefix, isBack ? "before" : "after", terms.NumberOf(from), most,
                .. topics.Select(topic => (RedisValue)(topic?.Value ?? "")),
            ]))!;
        var term = (string)found[0]!;
        if (term != terms.Current)
        {
            return new RedisRead(term, [], to, []);
        }

        var (sequences, end) = Merge(terms, found.AsSpan(2), to, isBack, most);
        if (sequences.Count == 0)
        {
            return new RedisRead(term, [], end, MarksOf(terms, RedisPage.MarksOf(found[1])));
        }

        long[] picked = [.. sequences.Take(most)];
        var read = await PickAsync(picked, terms);
        var all = read.Looked == sequences.Count;
        return read with { Through = all ? end : picked[read.Looked - 1] };
    }

    // Up to where a topic may have more.
    private static (List<long> Sequences, long End) Merge(
        RedisTerms terms, ReadOnlySpan<RedisResult> found, long to, bool isBack, int most)
    {
        var (sequences, end) = (new List<long>(), to);
        foreach (var topic in found)
        {
            long[] numbers = (long[])topic!;
            sequences.AddRange(numbers.Select(terms.SequenceOf));
            if (numbers.Length == most)
            {
                end = isBack ? Math.Max(end, terms.SequenceOf(numbers[0])) : Math.Min(end, terms.SequenceOf(numbers[^1]));
            }
        }

        sequences.RemoveAll(sequence => isBack ? sequence < end : sequence > end);
        sequences.Sort((a, b) => isBack ? b.CompareTo(a) : a.CompareTo(b));
        return (sequences, end);
    }

    /// <summary>The events of these sequences that are retained, until they are a page.</summary>
    internal async Task<RedisRead> PickAsync(ReadOnlyMemory<long> sequences, RedisTerms terms)
    {
        var found = (RedisResult[])(await server.RunAsync(
            RedisScripts.Pick,
            [server.Keys.Meta, server.Keys.Marks],
            [ReadLimits.PageBytes, .. sequences.ToArray().Select(sequence => (RedisValue)terms.IdOf(sequence))]))!;
        var texts = new RecentTexts(sequences.Length);
        var term = (string)found[0]!;
        return new RedisRead(
            term,
            term == terms.Current
                ? [.. StoredEntry.Of(found.AsSpan(3)).Select(entry =>
                    (terms.SequenceOf(entry.Id.Span), StoredEvent.Read(entry.Event.Span, texts)))]
                : [],
            Through: 0,
            term == terms.Current ? MarksOf(terms, RedisPage.MarksOf(found[2])) : [])
        {
            Looked = (int)found[1],
        };
    }

    /// <summary>A page of each stream as of one moment, see <c>read.lua</c>.</summary>
    internal async Task<RedisPage> ReadAsync(
        string from, string to, int events, string term, long? trim = null, bool isBack = false)
    {
        var keys = server.Keys;
        return RedisPage.Of(await server.RunAsync(
            RedisScripts.Read,
            [keys.Meta, keys.Terms, keys.Marks, keys.Trims],
            [isBack ? "XREVRANGE" : "XRANGE", from, to, events, ReadLimits.PageBytes, term, trim ?? (RedisValue)""]));
    }

    /// <summary>
    /// For each rule, the last sequence that was trimmed. A stream of a rule that there is no more may have had any topic.
    /// </summary>
    internal long[] MarksOf(RedisTerms terms, IReadOnlyDictionary<string, long> marks)
    {
        var others = marks.Where(mark => !streams.Contains(mark.Key)).Select(mark => mark.Value).DefaultIfEmpty(0).Max();
        return [.. streams.Select(stream => terms.SequenceOf(Math.Max(others, marks.GetValueOrDefault(stream))))];
    }
}

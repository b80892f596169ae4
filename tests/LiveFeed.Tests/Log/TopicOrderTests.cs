using CsCheck;
using LiveFeed.Events;
using LiveFeed.Log.Topics;

namespace LiveFeed.Tests.Log;

public sealed class TopicOrderTests
{
    // Few enough to be removed again, many enough for several parts; some stand between a topic and those below it.
    private static readonly Gen<string> Name = Gen.Select(
        Gen.OneOf("a", "a!", "a/b", "a0", "b", "", "/"), Gen.OneOf("", "/", "/x", "!"), Gen.Int[0, 99],
        (start, middle, number) => $"{start}{middle}{number}");

    private static readonly Gen<string> Pattern = Gen.OneOf(
        "**", "*", "a/**", "a/*", "a/*/x", "*/x7", "a/b/**", "a!/**", "a7", "/**", "/*/x3", "b3/x3");

    [Fact]
    public void The_topics_that_a_pattern_matches_are_found_once_and_in_order_whatever_was_added_and_removed() =>
        Gen.Select(Name.Array[0, 1_500], Gen.Bool.Array[1_500], Pattern.Array[5]).Sample(
            (names, removes, patterns) =>
            {
                var order = new TopicOrder();
                var reference = new SortedDictionary<string, LedgerEntry>(StringComparer.Ordinal);
                for (var i = 0; i < names.Length; i++)
                {
                    if (!reference.TryGetValue(names[i], out var entry))
                    {
                        reference[names[i]] = entry = new LedgerEntry(TopicName.Parse(names[i]), rule: 0, walk: 0);
                        order.Add(entry);
                    }
                    else if (removes[i])
                    {
                        reference.Remove(names[i]);
                        order.Remove(entry);
                    }
                }

                foreach (var pattern in patterns.Select(TopicPattern.Parse))
                {
                    Assert.Equal(
                        reference.Values.Where(entry => pattern.Matches(entry.Topic!.Value)),
                        order.Near(pattern).Where(entry => pattern.Matches(entry.Topic!.Value)));
                }
            },
            iter: 200);

    [Fact]
    public void A_pattern_with_a_beginning_is_looked_for_only_among_topics_that_begin_so()
    {
        var order = new TopicOrder();
        foreach (var name in Enumerable.Range(0, 10_000).Select(i => $"others/{i}").Concat(["a", "a!", "a/b", "a/c/d", "b"]))
        {
            order.Add(new LedgerEntry(TopicName.Parse(name), rule: 0, walk: 0));
        }

        Assert.Equal(
            ["a", "a/b", "a/c/d"], order.Near(TopicPattern.Parse("a/*/d")).Select(entry => entry.Topic!.Value.Value));
        Assert.Equal(["a"], order.Near(TopicPattern.Parse("a")).Select(entry => entry.Topic!.Value.Value));
    }

    [Fact]
    public void A_walk_that_pauses_while_topics_come_and_go_finds_all_that_stay()
    {
        var order = new TopicOrder();
        LedgerEntry[] staying =
            [.. Enumerable.Range(0, 2_000).Select(i => new LedgerEntry(TopicName.Parse($"{i:D4}"), rule: 0, walk: 0))];
        LedgerEntry[] passing =
            [.. Enumerable.Range(0, 2_000).Select(i => new LedgerEntry(TopicName.Parse($"{i:D4}x"), rule: 0, walk: 0))];
        Array.ForEach(staying, order.Add);

        var seen = new List<LedgerEntry>();
        foreach (var entry in order.Near(TopicPattern.Everything))
        {
            seen.Add(entry);
            switch (seen.Count)
            {
                case 100:
                    Array.ForEach(passing, order.Add);
                    break;
                case 3_000:
                    Array.ForEach(passing, order.Remove);
                    break;
            }
        }

        Assert.Equal(staying, seen.Intersect(staying));
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }
}

using LiveFeed.Events;

namespace LiveFeed.Tests.Events;

/// <summary>Which patterns are within another: what a right to one allows.</summary>
public sealed class TopicCoverTests
{
    [Theory]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/*", "a/*", true)]
    [InlineData("a/*", "a/", true)]
    [InlineData("a/*", "a", false)]
    [InlineData("a/*", "a/b/c", false)]
    [InlineData("a/*", "a/**", false)]
    [InlineData("a/*", "*/b", false)]
    [InlineData("a/b", "a/*", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("**", "a", true)]
    [InlineData("**", "*/b/**", true)]
    [InlineData("**", "**", true)]
    [InlineData("a/**", "a", true)]
    [InlineData("a/**", "a/*/c", true)]
    [InlineData("a/**", "a/**", true)]
    [InlineData("a/**", "**", false)]
    [InlineData("a/**", "ab", false)]
    [InlineData("a/**", "*", false)]
    [InlineData("a/*/**", "a/**", false)]
    [InlineData("a/*/**", "a/b", true)]
    [InlineData("*/**", "**", true)]
    [InlineData("*/*/**", "**", false)]
    [InlineData("*", "**", false)]
    [InlineData("metrics/**", "metrics/host/*", true)]
    [InlineData("A", "a", false)]
    public void A_pattern_covers_another(string pattern, string other, bool covers) =>
        Assert.Equal(covers, TopicPattern.Parse(pattern).Covers(TopicPattern.Parse(other)));

    // Four segments and three different words suffice for patterns of three segments and two words: no pattern has the third
    // word.
    [Fact]
    public void A_pattern_covers_another_when_it_matches_every_topic_that_the_other_matches()
    {
        var topics = Words(["a", "b", "c"], 4).Select(TopicName.Parse).ToArray();
        TopicPattern[] patterns =
        [
            TopicPattern.Everything,
            .. Words(["a", "b", "*"], 3).SelectMany(text => (string[])[text, $"{text}/**"]).Select(TopicPattern.Parse),
        ];

        foreach (var pattern in patterns)
        {
            foreach (var other in patterns)
            {
                var within = topics.All(topic => pattern.Matches(topic) || !other.Matches(topic));
                Assert.True(within == pattern.Covers(other), $"{pattern} covers {other}: {within}");
            }
        }
    }

    // Every topic of these words, up to this number of segments.
    private static IEnumerable<string> Words(string[] segments, int most) => most == 1
        ? segments
        : segments.Concat(Words(segments, most - 1).SelectMany(rest => segments.Select(first => $"{first}/{rest}")));
}

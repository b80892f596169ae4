using LiveFeed.Events;

namespace LiveFeed.Tests.Events;

public sealed class TopicPatternTests
{
    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b", "a", false)]
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b", false)]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/*", "a", false)]
    [InlineData("a/*", "a/", true)]
    [InlineData("a/*", "a/b/c", false)]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a/b/d", false)]
    [InlineData("*/b", "a/b", true)]
    [InlineData("**", "a", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("a/**", "a", true)]
    [InlineData("a/**", "a/", true)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "ab", false)]
    [InlineData("a/*/**", "a/b", true)]
    [InlineData("a/*/**", "a", false)]
    [InlineData("https://x.org/*", "https://x.org/a", true)]
    [InlineData("A", "a", false)]
    public void A_pattern_matches_by_segments(string pattern, string topic, bool matches) =>
        Assert.Equal(matches, TopicPattern.Parse(pattern).Matches(TopicName.Parse(topic)));

    [Theory]
    [InlineData("")]
    [InlineData("a*")]
    [InlineData("a/b*/c")]
    [InlineData("**/a")]
    [InlineData("a/***")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a/\u0000")]
    public void A_text_that_is_no_pattern_is_refused_with_a_reason(string text)
    {
        Assert.False(TopicPattern.TryParse(text, out _, out var error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void A_lone_surrogate_is_no_text_and_so_no_topic() => Assert.False(TopicName.TryParse("a/\ud800", out _, out _));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_topic_has_up_to_512_characters(int length, bool valid) =>
        Assert.Equal(valid, TopicName.TryParse(new string('x', length), out _, out _));

    [Theory]
    [InlineData("a/*")]
    [InlineData("*")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u0085b")]
    public void A_topic_has_no_wildcard_white_space_or_control_character(string text) =>
        Assert.False(TopicName.TryParse(text, out _, out _));

    [Theory]
    [InlineData("größe/東京/🙂")]
    [InlineData("https://example.com/a?b=c#d")]
    [InlineData("/")]
    [InlineData("a//b")]
    public void A_topic_may_be_any_other_text(string text) => Assert.True(TopicName.TryParse(text, out _, out _));
}

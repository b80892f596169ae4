using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties;

public sealed class TopicProperties
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void The_intersection_of_two_patterns_matches_what_both_match() =>
        Gen.Select(Words.Pattern, Words.Pattern, Words.Topic).AllMust(drawn =>
        {
            var (one, other, topic) = drawn;
            var (a, b, name) = (TopicPattern.Parse(one), TopicPattern.Parse(other), TopicName.Parse(topic));
            Assert.Equal(a.Matches(name) && b.Matches(name), a.Intersect(b)?.Matches(name) == true);
            Assert.Equal(a.Intersect(b), b.Intersect(a));
            Assert.True(!a.Covers(b) || (a.Intersect(b) is { } both && both.Covers(b) && b.Covers(both)));
            Assert.Equal(b.Matches(name), TopicPattern.Parse(topic).Intersect(b) is not null);
        });

    [Fact]
    public void What_a_last_wildcard_stands_for_is_no_segment_or_one_and_any_rest() =>
        Gen.Select(Words.Pattern, Words.Topic).AllMust((pattern, topic) =>
        {
            var (whole, name) = (TopicPattern.Parse(pattern), TopicName.Parse(topic));
            Assert.True(
                whole.SplitRest() is not var (shorter, longer) ||
                whole.Matches(name) == (shorter.Matches(name) || longer.Matches(name)));
        });

    [Fact]
    public void A_pattern_matches_what_a_regular_expression_made_of_it_matches() =>
        Gen.Select(Words.Pattern, Words.Topic).AllMust(
            (pattern, topic) => Assert.Equal(
                Regex.IsMatch(topic, Expression(pattern)), TopicPattern.Parse(pattern).Matches(TopicName.Parse(topic))),
            share: 50);

    [Fact]
    public void Any_text_is_a_topic_or_is_refused_with_a_reason() =>
        Words.Any.AllMust(
            text =>
            {
                var isTopic = TopicName.TryParse(text, out var topic, out var error);

                Assert.Equal(IsText(text) && text.Length is > 0 and <= 512 && !text.Any(IsBarred), isTopic);
                Assert.Equal(isTopic, error.Length == 0);
                Assert.Equal(isTopic ? text : null, topic.Value);
            },
            share: 50);

    [Fact]
    public void Any_topic_is_a_pattern_that_matches_itself_and_any_pattern_without_a_wildcard_is_a_topic() =>
        Words.Any.AllMust(
            text =>
            {
                var isTopic = TopicName.TryParse(text, out var topic, out _);
                var isPattern = TopicPattern.TryParse(text, out var pattern, out _);

                Assert.Equal(isTopic, isPattern && pattern!.IsExact);
                Assert.True(!isTopic || (pattern!.Matches(topic) && TopicPattern.Everything.Matches(topic)));
            },
            share: 50);

    private static bool IsBarred(char c) => c == '*' || char.IsControl(c) || char.IsWhiteSpace(c);

    private static bool IsText(string text)
    {
        try
        {
            return Strict.GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static string Expression(string pattern)
    {
        var (start, end) = pattern == "**" ? ("", ".*")
            : pattern.EndsWith("/**", StringComparison.Ordinal) ? (pattern[..^3], "(/.*)?")
            : (pattern, "");
        return $@"(?s)\A{Regex.Escape(start).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}{end}\z";
    }
}

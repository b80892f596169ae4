using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties;

public sealed class TopicProperties
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void Patterns_that_match_the_same_topic_overlap_and_one_that_covers_another_does_too() =>
        Gen.Select(Words.Pattern, Words.Pattern, Words.Topic).AllMust(input =>
        {
            var (one, other, topic) = input;
            var (a, b, name) = (TopicPattern.Parse(one), TopicPattern.Parse(other), TopicName.Parse(topic));
            Assert.Equal(a.Overlaps(b), b.Overlaps(a));
            Assert.True(a.Overlaps(b) || !(a.Matches(name) && b.Matches(name)));
            Assert.True(a.Overlaps(b) || !a.Covers(b));
            Assert.Equal(b.Matches(name), TopicPattern.Parse(topic).Overlaps(b));
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

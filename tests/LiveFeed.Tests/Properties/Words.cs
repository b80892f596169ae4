using CsCheck;

namespace LiveFeed.Tests.Properties;

/// <summary>Topics, patterns and other short texts: few of them, so that they meet, and awkward ones among them.</summary>
internal static class Words
{
    private static readonly Gen<string> Segment = Gen.OneOf("a", "b", "ab", "", "é", "https:");

    private static readonly Gen<string> Awkward = Gen.OneOf(
        Gen.OneOf(
            "\0", "\r\n", " ", "\u00a0", "\u0085", "\u2028", "\ufeff", "\ud800", "\udc00", "🙂", "*", "**", "a*", "/", "%",
            "-", "0", "<"),
        Gen.Char.Select(c => c.ToString()));

    internal static Gen<string> Topic { get; } = Joined(Segment).Where(text => text.Length > 0);

    internal static Gen<string> Pattern { get; } = Gen.Select(
        Joined(Gen.Frequency((3, Segment), (2, Gen.Const("*")))),
        Gen.OneOf("", "", "/**"),
        (start, end) => start.Length == 0 && end.Length == 0 ? "**" : start + end);

    /// <summary>Any text: mostly one that is nearly a topic, a pattern or a position.</summary>
    internal static Gen<string> Any { get; } = Gen.OneOf(
        Gen.OneOf(Segment, Awkward, Gen.OneOf("146287b883", "-", "9", "9223372036854775807", "1")).Array[0, 6].Select(
            string.Concat),
        Gen.String,
        Gen.Select(Segment, Gen.Int[100, 600], (text, times) => string.Concat(Enumerable.Repeat(text + "x", times))));

    private static Gen<string> Joined(Gen<string> segment) =>
        segment.Array[1, 5].Select(segments => string.Join('/', segments));
}

using CsCheck;

namespace LiveFeed.Tests.Properties;

/// <summary>Well-formed JSON as producers write it: any spacing, any escapes, any numbers.</summary>
internal static class JsonTexts
{
    private static readonly Gen<string> Space = Gen.OneOf("", "", "", " ", "\n", "\r\n", "\t");

    /// <summary>A string with its quotes.</summary>
    internal static Gen<string> Text { get; } = Gen.OneOf(
            "a", "data", "é", "🙂", "\u2028", "\ufeff", "\u0085", @"\n", @"\r", @"\""", @"\\", @"\/",
            @"\u0000", @"\u2028", @"\ud83d\ude42", "*", ": ", "id: 1")
        .Array[0, 6].Select(parts => $"\"{string.Concat(parts)}\"");

    internal static Gen<string> Number { get; } = Gen.OneOf(
        Gen.Int.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.OneOf("0", "-0", "1e400", "-1E+5", "0.10", "123456789012345678901234567890", "1e-9999"));

    /// <summary>Any value, up to a few levels deep.</summary>
    internal static Gen<string> Value { get; } = Gen.Recursive<string>((depth, value) =>
        Gen.Select(Space, Inner(depth, value), Space, (a, b, c) => a + b + c));

    private static Gen<string> Inner(int depth, Gen<string> value)
    {
        var flat = Gen.OneOf(Text, Number, Gen.OneOf("true", "false", "null", "{}", "[ ]"));
        return depth > 3 ? flat : Gen.Frequency(
            (3, flat),
            (1, value.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (1, Gen.Select(Text, Space, value, (name, space, one) => $"{name}{space}:{one}").Array[0, 3]
                .Select(members => $"{{{string.Join(',', members)}}}")));
    }
}

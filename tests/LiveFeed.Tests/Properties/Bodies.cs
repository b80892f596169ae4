using System.Text;
using CsCheck;

namespace LiveFeed.Tests.Properties;

/// <summary>Bodies that producers might send: right ones, and the same with something done to their bytes.</summary>
internal static class Bodies
{
    private static readonly Gen<string> RightMember = Gen.OneOf(
        Gen.OneOf("\"a\"", "\"a/b\"", "null", "\"\\u0061\"").Select(value => $"\"topic\":{value}"),
        Gen.OneOf("\"e\"", "\"message\"", "null").Select(value => $"\"event\" : {value}"),
        Gen.OneOf("\"k\"", "\"🙂\"").Select(value => $"\"key\":{value}"),
        Gen.OneOf("\"x\"", "\"y\"", "null").Select(value => $"\"\\u0069d\":{value}"),
        Gen.OneOf("\"2026-01-31T10:00:00Z\"", "\"2026-01-31T12:00:00.1234567+02:00\"", "null")
            .Select(value => $"\"time\":{value}"),
        Gen.OneOf("{\"user\":\"ada\"}", "{\"client\":\"c-1\"}", "null").Select(value => $"\"to\":{value}"),
        Gen.OneOf("[]", "[\"c-1\"]", "[\"c-1\", \"c-2\"]").Select(value => $"\"except\":{value}"),
        Gen.OneOf("true", "false", "null").Select(value => $"\"ephemeral\":{value}"));

    private static readonly Gen<string> OddMember = Gen.OneOf(
        Gen.Select(
            Gen.OneOf(
                "topic", "event", "data", "key", "id", "time", "to", "except", "ephemeral", "other", "to\\ud800", "~/"),
            JsonTexts.Value)
            .Select((name, value) => $"\"{name}\":{value}"),
        Gen.OneOf(
            "\"time\":\"2026-01-31\"", "\"time\":\"1960-01-31T10:00:00Z\"", "\"time\":0",
            "\"topic\":\"a*\"", "\"topic\":\"\\ud800\"", "\"event\":\"livefeed.x\"", "\"id\":\"\"", "\"to\":{}",
            "\"except\":[1]",
            "\"to\":{\"client\":\"c\",\"user\":\"u\"}",
            "\"to\":{\"client\":\"c\",\"client\":\"d\"}",
            "\"key\":\"\\u0007\""));

    // At most one of each, so that the others are right.
    private static readonly Gen<string> RightEvent = Gen.Select(RightMember.Array[0, 4], JsonTexts.Value, (members, data) =>
        $"{{{string.Join(',', members.DistinctBy(member => member[..4]).Append($"\"data\":{data}"))}}}");

    private static readonly Gen<string> OddEvent = Gen.Select(RightEvent, OddMember.Array[1, 2], (e, members) =>
        $"{e[..^1]},{string.Join(',', members)}}}");

    private static readonly Gen<string> AnyEvent = Gen.Frequency(
        (4, RightEvent), (1, OddEvent), (1, JsonTexts.Value), (1, Gen.OneOf("", " ", "x", Nested(60), Nested(70))));

    /// <summary>Events as they should be: each must be accepted, but for ids in use.</summary>
    internal static Gen<string> Right { get; } = Gen.OneOf(
        RightEvent, RightEvent.Array[0, 4].Select(events => $"[{string.Join(", ", events)}]"));

    internal static Gen<byte[]> Json { get; } = Mutated(
        Gen.OneOf(AnyEvent, AnyEvent.Array[0, 4].Select(events => $"[{string.Join(", ", events)}]")));

    internal static Gen<byte[]> Ndjson { get; } = Mutated(Gen.Select(
        Gen.OneOf(AnyEvent.Select(e => e.Replace('\n', ' ')), AnyEvent).Array[0, 6],
        Gen.OneOf("\n", "\r\n"),
        Gen.OneOf("", "\n", "\ufeff"),
        (lines, end, extra) => (extra == "\ufeff" ? extra : "") + string.Join(end, lines) + (extra == "\n" ? extra : "")));

    internal static string Print(byte[] body) => $"{Encoding.UTF8.GetString(body)} = {Convert.ToHexString(body)}";

    private static string Nested(int depth) => $"{{\"data\":{new string('[', depth)}{new string(']', depth)}}}";

    // Half of them stay as they are; the others have bytes changed, left out, repeated, or their end cut off.
    private static Gen<byte[]> Mutated(Gen<string> bodies)
    {
        var edit = Gen.Select(
            Gen.Int[0, 4], Gen.Int[0, 400], Gen.Int[1, 8], Gen.OneOf(Gen.Byte, Gen.OneOf("\"\\{}[],:\n0u"u8.ToArray())));
        var edited = Gen.OneOf(Gen.Const(Array.Empty<(int, int, int, byte)>()), edit.Array[1, 3]);
        return Gen.Select(bodies, edited, (body, edits) =>
            edits.Aggregate(Encoding.UTF8.GetBytes(body), (bytes, one) =>
                Edited(bytes, one.Item1, one.Item2, one.Item3, one.Item4)));
    }

    private static byte[] Edited(byte[] bytes, int kind, int position, int length, byte value)
    {
        var at = bytes.Length == 0 ? 0 : position % bytes.Length;
        var end = Math.Min(bytes.Length, at + length);
        return kind switch
        {
            0 => [.. bytes[..at], value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
            1 => [.. bytes[..at], value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            3 => [.. bytes[..end], .. bytes[at..]],
            _ => bytes[..at],
        };
    }
}

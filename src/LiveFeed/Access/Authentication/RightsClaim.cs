using System.Text.Json;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// The claim <c>livefeed</c>: <c>{"publish":["orders/*"],"subscribe":["**"],"admin":false}</c>, as an object or as the text
/// of one. Every part is optional. An unreadable claim makes the token invalid; it never gives fewer or more rights.
/// </summary>
internal static class RightsClaim
{
    internal const string Name = "livefeed";

    /// <param name="payload">The payload of a token with a valid signature.</param>
    /// <param name="rights">What it allows.</param>
    internal static bool TryRead(JsonElement payload, out Rights rights)
    {
        rights = Rights.Nothing;
        if (!payload.TryGetProperty(Name, out var claim))
        {
            return true;
        }

        try
        {
            using var parsed = claim.ValueKind == JsonValueKind.String ? JsonDocument.Parse(claim.GetString()!) : null;
            var given = parsed?.RootElement ?? claim;
            var admin = given.TryGetProperty("admin", out var flag) && flag.GetBoolean();
            rights = new Rights(Patterns(given, "publish"), Patterns(given, "subscribe"), admin);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false; // no JSON, another kind of value, no pattern
        }
    }

    private static TopicPattern[] Patterns(JsonElement claim, string name) => claim.TryGetProperty(name, out var list)
        ? [.. list.EnumerateArray().Select(pattern => TopicPattern.Parse(pattern.GetString() ?? ""))]
        : [];
}

using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>A body of a request or an answer, in one media type.</summary>
internal sealed record ApiContent(string Where, string MediaType, JsonElement Json)
{
    internal bool IsJson => MediaType is "application/json" or "application/problem+json";

    internal JsonElement Schema => Json.GetProperty("schema");

    internal IReadOnlyList<JsonElement> Examples => !Json.TryGetProperty("examples", out var examples) ? [] :
        [.. examples.EnumerateObject().Select(example => example.Value.GetProperty("value"))];

    /// <summary>An example as it is sent.</summary>
    internal string Text(JsonElement example) => IsJson ? example.GetRawText() : example.GetString()!;
}

using System.Text.Json;

namespace LiveFeed.Query.Series;

/// <summary>
/// A topic's states, oldest first. The first may be from before the time asked for, at the beginning of which it held.
/// </summary>
/// <param name="Topic">Whose states.</param>
/// <param name="Times">When each was said, in milliseconds since 1970.</param>
/// <param name="Values">Numbers and texts; truth values as texts, which are cut at 200 characters.</param>
// This type only describes the JSON: TopicStates writes it straight to the response.
internal sealed record StateColumns(string Topic, IReadOnlyList<long> Times, IReadOnlyList<JsonElement> Values);

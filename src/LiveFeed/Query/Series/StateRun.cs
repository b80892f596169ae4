using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>A state that was said at least once, and nothing else between.</summary>
/// <param name="Value">The state.</param>
/// <param name="First">When it was said first, in milliseconds since 1970.</param>
/// <param name="Last">And last.</param>
internal readonly record struct StateRun(EventValue Value, long First, long Last);

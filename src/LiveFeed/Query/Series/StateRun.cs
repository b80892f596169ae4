using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>A state that was reported one or more times in a row.</summary>
/// <param name="Value">The state.</param>
/// <param name="First">When it was first reported, in milliseconds since 1970.</param>
/// <param name="Last">When it was last reported.</param>
internal readonly record struct StateRun(EventValue Value, long First, long Last);

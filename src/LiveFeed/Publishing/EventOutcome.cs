using LiveFeed.Log;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>What became of one event that was published by itself.</summary>
/// <param name="Receipt">Its place in the log; null for an ephemeral event and one that was refused.</param>
/// <param name="Refusal">Why it was refused; its kind says whether a retry makes sense. Null when it was accepted.</param>
internal readonly record struct EventOutcome(Receipt? Receipt, Refusal? Refusal);

namespace LiveFeed.Log.Tail;

/// <summary>What a store says about the part of it that it has shown to a page.</summary>
/// <param name="Trimmed">At that moment, events up to this sequence that the subscription may want were trimmed.</param>
/// <param name="IsAll">All of the part was shown. If not, the page is full, or goes on where it ends.</param>
internal readonly record struct StoredPart(long Trimmed, bool IsAll);

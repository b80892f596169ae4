namespace LiveFeed.Faults.Cluster;

/// <summary>An event of a producer at its position.</summary>
internal readonly record struct PlacedEvent(Place Place, int Producer, int Number);

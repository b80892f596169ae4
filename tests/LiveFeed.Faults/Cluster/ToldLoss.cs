namespace LiveFeed.Faults.Cluster;

/// <summary>A client was told that events are lost.</summary>
/// <param name="After">Where the client was.</param>
internal sealed record ToldLoss(Place After);

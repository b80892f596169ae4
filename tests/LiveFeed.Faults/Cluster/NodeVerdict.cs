namespace LiveFeed.Faults.Cluster;

/// <summary>What a witness of several nodes found.</summary>
/// <param name="Lost">Acknowledged, and not in the log though its term has kept it.</param>
/// <param name="Missing">In the log, and not at a follower.</param>
/// <param name="Duplicated">In the log or at a follower twice or out of order, or a position that was two events'.</param>
/// <param name="LostAndTold">Acknowledged, and behind the end of its term.</param>
/// <param name="Untold">Losses that a follower had events of and was not told.</param>
/// <param name="Imagined">Losses that a follower was told and had nothing of.</param>
/// <param name="Told">Losses that followers were told.</param>
internal readonly record struct NodeVerdict(
    long Lost, long Missing, long Duplicated, long LostAndTold, long Untold, long Imagined, long Told);

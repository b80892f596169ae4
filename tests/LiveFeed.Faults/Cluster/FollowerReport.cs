namespace LiveFeed.Faults.Cluster;

/// <summary>What one follower got, held against the log.</summary>
/// <param name="Missing">Events of the log that it never got, and gaps of which no loss was the reason.</param>
/// <param name="Duplicated">Events that came again, or out of order.</param>
/// <param name="Untold">Lost events that it had when it went on behind them without a word.</param>
/// <param name="Imagined">Losses that it was told and had nothing of.</param>
/// <param name="Told">Losses that it was told.</param>
internal readonly record struct FollowerReport(long Missing, long Duplicated, long Untold, long Imagined, long Told);

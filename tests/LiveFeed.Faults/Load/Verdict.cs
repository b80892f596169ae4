namespace LiveFeed.Faults.Load;

/// <summary>What a witness found.</summary>
/// <param name="Lost">Acknowledged, and not in the log; or seen by a client, and not in the log.</param>
/// <param name="Duplicated">In the log twice or out of order, or a position that was two events'.</param>
/// <param name="LastMoment">Acknowledged in the last moment before a kill and gone, where that is allowed.</param>
/// <param name="LastMomentTime">How long before the kill the first of these was acknowledged.</param>
internal readonly record struct Verdict(long Lost, long Duplicated, long LastMoment, TimeSpan LastMomentTime);

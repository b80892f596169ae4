namespace LiveFeed.Faults.Load;

/// <summary>What a witness found.</summary>
/// <param name="Lost">Acknowledged, and not in the log; or seen by a client, and not in the log.</param>
/// <param name="Duplicated">In the log twice or out of order, or a position that was two events'.</param>
/// <param name="LastMoment">Acknowledged in the last moment before a kill and gone, where that is allowed.</param>
/// <param name="LastMomentTime">How long before the kill the first of these was acknowledged.</param>
/// <param name="Losses">Kills that lost something that was given out.</param>
/// <param name="Untold">Of these, what clients were not told.</param>
/// <param name="Imagined">What clients were told is lost, and was not.</param>
internal readonly record struct Verdict(
    long Lost, long Duplicated, long LastMoment, TimeSpan LastMomentTime, int Losses = 0, int Untold = 0, int Imagined = 0);

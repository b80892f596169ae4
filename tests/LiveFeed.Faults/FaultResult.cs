namespace LiveFeed.Faults;

/// <summary>What a fault did.</summary>
/// <param name="Fault">What was done to the service.</param>
/// <param name="Times">How often.</param>
/// <param name="Acknowledged">Events that producers were told are accepted.</param>
/// <param name="Lost">Of these, not where they must be: in the log, or at a client.</param>
/// <param name="Duplicated">Events or positions that were there twice.</param>
/// <param name="Recovered">The longest time until it worked again; null where it never stopped.</param>
/// <param name="Remark">What else there is to know.</param>
internal sealed record FaultResult(
    string Fault, int Times, long Acknowledged, long Lost, long Duplicated, TimeSpan? Recovered, string Remark = "")
{
    /// <summary>It could not be done here.</summary>
    internal static FaultResult Skipped(string fault, string why) => new(fault, 0, 0, 0, 0, null, $"skipped: {why}");
}

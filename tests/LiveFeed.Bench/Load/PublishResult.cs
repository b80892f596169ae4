namespace LiveFeed.Bench.Load;

/// <summary>How fast events were acknowledged.</summary>
/// <param name="Events">Acknowledged ones.</param>
/// <param name="Refused">POSTs that were answered with something else than success.</param>
/// <param name="Delivered">Bytes that followers got.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="P50Ms">From a POST to its answer.</param>
/// <param name="P99Ms">From a POST to its answer.</param>
/// <param name="NodeCpuSeconds">Processor time of all nodes.</param>
/// <param name="RedisCpuSeconds">Of Redis, if there is one.</param>
internal sealed record PublishResult(
    long Events,
    long Refused,
    long Delivered,
    double Seconds,
    double P50Ms,
    double P99Ms,
    double NodeCpuSeconds,
    double? RedisCpuSeconds)
{
    internal double EventsPerSecond => Events / Seconds;

    internal double NodeMicrosecondsPerEvent => NodeCpuSeconds * 1e6 / Math.Max(1, Events);

    internal double? RedisMicrosecondsPerEvent => RedisCpuSeconds * 1e6 / Math.Max(1, Events);
}

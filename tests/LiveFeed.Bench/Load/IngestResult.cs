namespace LiveFeed.Bench.Load;

/// <summary>How fast events were taken in.</summary>
internal sealed record IngestResult(long Events, long Bytes, double Seconds, double CpuSeconds)
{
    internal double EventsPerSecond => Events / Seconds;

    internal double MegabytesPerSecond => Bytes / Seconds / 1e6;

    internal double CpuMicrosecondsPerEvent => CpuSeconds * 1e6 / Events;
}

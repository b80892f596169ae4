using LiveFeed.Metrics.Sources;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Metrics;

/// <summary>
/// Asks every source for its figures. A source that fails is left out, and logged once until it works again; the others go
/// on. The publisher's task only.
/// </summary>
internal sealed partial class MetricSampler(
    IEnumerable<IMetricSource> sources, TimeProvider time, ILogger<MetricSampler> logger)
{
    private readonly (IMetricSource Source, OutageLog Outage)[] _sources =
        [.. sources.Select(source => (source, OutageOf(source.GetType().Name, logger)))];

    private readonly long _start = time.GetTimestamp();

    internal IReadOnlyList<Metric> Sample()
    {
        var batch = new MetricBatch(time.GetElapsedTime(_start));
        foreach (var (source, outage) in _sources)
        {
            try
            {
                source.Sample(batch);
                outage.Ended();
            }
            catch (Exception e)
            {
                outage.Failed(e);
            }
        }

        return batch.Metrics;
    }

    private static OutageLog OutageOf(string source, ILogger logger) =>
        new(cause => Log.SourceFailed(logger, source, cause), () => Log.SourceWorksAgain(logger, source));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The metrics of {Source} cannot be read: they are left out; trying again in every turn")]
        internal static partial void SourceFailed(ILogger logger, string source, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "The metrics of {Source} can be read again")]
        internal static partial void SourceWorksAgain(ILogger logger, string source);
    }
}

using LiveFeed.Events;
using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

/// <summary>Gives the value that a test has set for each topic, or throws what it has set.</summary>
internal sealed class ScriptedSource : IMetricSource
{
    internal Dictionary<string, double> Values { get; } = [];

    internal Exception? Failure { get; set; }

    public void Sample(MetricBatch batch)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        foreach (var (topic, value) in Values)
        {
            batch.Add(TopicName.Parse(topic), value, MetricUnit.Percent);
        }
    }
}

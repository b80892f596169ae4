using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Metrics.ServiceEvents;
using LiveFeed.Metrics.Sources;
using Microsoft.Extensions.Options;

namespace LiveFeed.Metrics;

/// <summary>
/// Makes the events of one turn: a metric event for every figure, then the notices. When they cannot be published, the
/// figures are dropped, because newer ones replace them; the notices are offered again. The publisher's task only.
/// </summary>
internal sealed class MetricTurn(
    MetricSampler sampler,
    MetricTopics topics,
    ThresholdWatch thresholds,
    ActivityReporter activity,
    IOptions<MetricsOptions> options,
    TimeProvider time)
{
    private const string Name = "metric";

    // While so many notices wait to be published, no more are made. Joins and leaves are then only counted. A threshold that
    // is still crossed afterwards is told then. So memory stays bounded, however long the log is unavailable.
    private const int MaxWaiting = 200;

    private readonly TopicPattern[] _selection = [.. (options.Value.Topics ?? []).Select(TopicPattern.Parse)];
    private readonly List<FeedEvent> _notices = []; // not yet published

    /// <summary>Notes what happens from now on.</summary>
    internal void Begin() => activity.Listen();

    internal List<FeedEvent> Collect()
    {
        var now = time.GetUtcNow();
        var metrics = sampler.Sample();
        if (_notices.Count < MaxWaiting)
        {
            activity.Report(_notices, now);
            thresholds.Report(metrics, _notices, now);
            _notices.RemoveAll(notice => !IsSelected(notice.Topic!.Value));
        }

        var events = new List<FeedEvent>(metrics.Count + _notices.Count);
        foreach (var metric in metrics)
        {
            if (IsSelected(metric.Topic))
            {
                events.Add(Event(metric, now));
            }
        }

        events.AddRange(_notices);
        return events;
    }

    /// <summary>The events of the last <see cref="Collect"/> are in the log.</summary>
    internal void Published() => _notices.Clear();

    private FeedEvent Event(Metric metric, DateTimeOffset now)
    {
        var topic = topics.Of(metric.Topic);
        return new FeedEvent
        {
            Topic = topic,
            Name = Name,
            Key = topic.Value,
            Data = EventData.Json(JsonSerializer.SerializeToUtf8Bytes(metric, MetricJson.Default.Metric)),
            Time = now,
        };
    }

    private bool IsSelected(TopicName topic)
    {
        foreach (var pattern in _selection)
        {
            if (pattern.Matches(topic))
            {
                return true;
            }
        }

        return _selection.Length == 0;
    }
}

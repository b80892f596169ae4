using System.ComponentModel.DataAnnotations;
using LiveFeed.Events;
using LiveFeed.Metrics.ServiceEvents;

namespace LiveFeed.Metrics;

/// <summary>Settings under <c>LiveFeed:Metrics</c>.</summary>
internal sealed class MetricsOptions : IValidatableObject
{
    internal const string Section = "LiveFeed:Metrics";

    /// <summary>Whether the publisher service publishes anything. Default: yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Time between two samples. Default 1 s: what a person can follow on a chart.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// This node's name, one segment of a topic: its figures are under <c>metrics/&lt;node&gt;/</c>, where each of several
    /// nodes has its own. Default: the machine's name with a log on Redis; else not set, and they are under <c>metrics/</c>.
    /// </summary>
    public string? Node { get; set; }

    /// <summary>
    /// Topics and patterns to publish, as they are without <see cref="Node"/>; they also select among the <c>system/…</c>
    /// topics. Thresholds are watched in any case. Default: not set, which publishes everything.
    /// </summary>
    public string[]? Topics { get; set; } // an empty list in the settings binds only to an array that has no default

    /// <summary>
    /// Thresholds for <c>threshold.crossed</c>. Settings replace the defaults: processor and memory over 90 % (until 80
    /// and 85), root file system over 90 % (until 85). An empty list is none.
    /// </summary>
    public MetricThreshold[]? Thresholds { get; set; } // null, not the defaults: binding would append to those

    /// <summary>The configured thresholds, or else the defaults.</summary>
    internal IEnumerable<MetricThreshold> EffectiveThresholds => Thresholds ??
    [
        new MetricThreshold { Topic = "metrics/host/cpu", Above = 90, Below = 80 },
        new MetricThreshold { Topic = "metrics/host/memory/percent", Above = 90, Below = 85 },
        new MetricThreshold { Topic = "metrics/host/disk/percent", Above = 90, Below = 85 },
    ];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Node is { } node && (!TopicName.TryParse(node, out _, out _) || node.Contains('/')))
        {
            yield return new ValidationResult(
                $"{Section}:Node is '{node}', but must be one segment of a topic: without /, * and white space");
        }

        for (var i = 0; i < Topics?.Length; i++)
        {
            if (!TopicPattern.TryParse(Topics[i] ?? "", out _, out var error))
            {
                yield return new ValidationResult($"{Section}:Topics:{i} is '{Topics[i]}', but {error}");
            }
        }

        for (var i = 0; i < Thresholds?.Length; i++)
        {
            var (key, threshold) = ($"{Section}:Thresholds:{i}", Thresholds[i]);
            if (!TopicName.TryParse(threshold.Topic ?? "", out _, out var error))
            {
                yield return new ValidationResult($"{key}:Topic is '{threshold.Topic}', but {error}");
            }

            if (!double.IsFinite(threshold.Above))
            {
                yield return new ValidationResult($"{key}:Above is {threshold.Above}, but must be a finite number");
            }

            if (threshold.Below is { } below && !(below <= threshold.Above))
            {
                yield return new ValidationResult(
                    $"{key}:Below is {below}, but must be at most its Above, {threshold.Above}");
            }
        }
    }
}

using System.Text.Json.Serialization;
using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>One figure at one moment. As JSON it is an event's data: the value and the unit.</summary>
internal readonly record struct Metric([property: JsonIgnore] TopicName Topic, double Value, MetricUnit Unit);

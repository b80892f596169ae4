using System.Text.Json.Serialization;

namespace LiveFeed.Metrics.Sources;

/// <summary>What a value counts. Dashboards read these names in an event's <c>unit</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MetricUnit>))]
internal enum MetricUnit
{
    [JsonStringEnumMemberName("%")]
    Percent,

    [JsonStringEnumMemberName("bytes")]
    Bytes,

    [JsonStringEnumMemberName("bytes/s")]
    BytesPerSecond,

    [JsonStringEnumMemberName("events/s")]
    EventsPerSecond,

    [JsonStringEnumMemberName("count")]
    Count,

    [JsonStringEnumMemberName("s")]
    Seconds,

    [JsonStringEnumMemberName("ms")]
    Milliseconds,
}

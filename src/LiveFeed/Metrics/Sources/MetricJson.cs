using System.Text.Json.Serialization;

namespace LiveFeed.Metrics.Sources;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Metric))]
internal sealed partial class MetricJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace LiveFeed.Metrics.ServiceEvents;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceStarted))]
[JsonSerializable(typeof(ClientJoined))]
[JsonSerializable(typeof(ClientLeft))]
[JsonSerializable(typeof(ClientsChanged))]
[JsonSerializable(typeof(ThresholdCrossed))]
internal sealed partial class ServiceEventJson : JsonSerializerContext;

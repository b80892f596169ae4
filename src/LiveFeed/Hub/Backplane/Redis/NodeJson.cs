using System.Text.Json.Serialization;

namespace LiveFeed.Hub.Backplane.Redis;

// Unknown members are left out: another version of the service may have sent them.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(NodeQuestion))]
[JsonSerializable(typeof(NodeAnswer))]
internal sealed partial class NodeJson : JsonSerializerContext;

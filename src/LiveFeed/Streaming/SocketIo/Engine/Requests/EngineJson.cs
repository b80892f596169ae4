using System.Text.Json.Serialization;

namespace LiveFeed.Streaming.SocketIo.Engine.Requests;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EngineError))]
[JsonSerializable(typeof(EngineHandshake))]
internal sealed partial class EngineJson : JsonSerializerContext;

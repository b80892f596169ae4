using System.Text.Json.Serialization;

namespace LiveFeed.Streaming.SocketIo.Recovery;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SavedState))]
[JsonSerializable(typeof(SealedState))]
internal sealed partial class RecoveryJson : JsonSerializerContext;

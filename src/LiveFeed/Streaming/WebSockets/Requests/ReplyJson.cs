using System.Text.Json.Serialization;
using LiveFeed.Publishing;

namespace LiveFeed.Streaming.WebSockets.Requests;

// The values that a problem may have beside its own members.
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(PositionRange))]
internal sealed partial class ReplyJson : JsonSerializerContext;

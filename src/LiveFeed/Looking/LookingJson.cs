using System.Text.Json.Serialization;

namespace LiveFeed.Looking;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TopicInfo))]
[JsonSerializable(typeof(ClientInfo))]
internal sealed partial class LookingJson : JsonSerializerContext;

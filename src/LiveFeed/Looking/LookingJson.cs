using System.Text.Json.Serialization;

namespace LiveFeed.Looking;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(ClientList))]
[JsonSerializable(typeof(ClientInfo))]
internal sealed partial class LookingJson : JsonSerializerContext;

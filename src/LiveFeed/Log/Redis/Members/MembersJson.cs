using System.Text.Json.Serialization;

namespace LiveFeed.Log.Redis.Members;

[JsonSerializable(typeof(string[]))]
internal sealed partial class MembersJson : JsonSerializerContext;

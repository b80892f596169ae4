using System.Text.Json.Serialization;

namespace LiveFeed.Client.Aot;

[JsonSerializable(typeof(Reading))]
internal sealed partial class AppJson : JsonSerializerContext;

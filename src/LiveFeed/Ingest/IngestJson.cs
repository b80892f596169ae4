using System.Text.Json.Serialization;

namespace LiveFeed.Ingest;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PublishAnswer))]
internal sealed partial class IngestJson : JsonSerializerContext;

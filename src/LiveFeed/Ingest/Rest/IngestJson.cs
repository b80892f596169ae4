using System.Text.Json.Serialization;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PublishAnswer))]
internal sealed partial class IngestJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveFeed.Streaming.Tickets;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TicketAnswer))]
internal sealed partial class TicketAnswerJson : JsonSerializerContext;

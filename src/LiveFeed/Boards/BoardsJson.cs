using System.Text.Json.Serialization;

namespace LiveFeed.Boards;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<BoardInfo>))]
internal sealed partial class BoardsJson : JsonSerializerContext;

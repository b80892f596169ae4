using System.Text.Json.Serialization;

namespace LiveFeed.Boards;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<BoardInfo>))]
[JsonSerializable(typeof(BoardChange))]
internal sealed partial class BoardsJson : JsonSerializerContext;

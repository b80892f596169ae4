using System.IO;
using System.Text.Json;

namespace LiveFeed.Boards.Schema;

/// <summary>The JSON Schema of board files. Editors complete by it, and the service checks by it.</summary>
internal static class BoardSchema
{
    internal static byte[] Json { get; } = Read();

    private static JsonElement Root { get; } = JsonDocument.Parse(Json).RootElement;

    /// <summary>What the schema has against a board.</summary>
    internal static IReadOnlyList<SchemaFault> Check(LocatedJson board)
    {
        var check = new SchemaCheck(Root);
        check.Look(board, Root, JsonLocation.Whole);
        return check.Faults;
    }

    private static byte[] Read()
    {
        using var stream = typeof(BoardSchema).Assembly.GetManifestResourceStream("board.schema.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

using System.IO;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

/// <summary>The board files, read at each request: they are small, and an edit shows at the next load.</summary>
internal sealed partial class BoardFiles(IOptions<BoardsOptions> options)
{
    private const string Extension = ".json";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF]; // some editors begin a file with it

    private string Folder =>
        Directory.Exists(options.Value.Path) ? Path.GetFullPath(options.Value.Path) : Path.Combine(AppContext.BaseDirectory, options.Value.Path);

    internal IReadOnlyList<BoardInfo> List() =>
        !Directory.Exists(Folder) ? [] :
        [
            .. from file in Directory.EnumerateFiles(Folder, "*" + Extension)
               let name = Path.GetFileNameWithoutExtension(file)
               where PlainName().IsMatch(name)
               orderby name != "host", name // the board that every machine can show stands first
               select Describe(name, File.ReadAllBytes(file)),
        ];

    /// <summary>A board's file and what it is; null when there is none of that name.</summary>
    internal (byte[] Json, BoardInfo Info)? Read(string name)
    {
        var file = Path.Combine(Folder, name + Extension);
        if (!PlainName().IsMatch(name) || !File.Exists(file))
        {
            return null;
        }

        var json = File.ReadAllBytes(file);
        return (json, Describe(name, json));
    }

    private static BoardInfo Describe(string name, byte[] json)
    {
        try
        {
            using var board = JsonDocument.Parse(json.AsMemory(json.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0));
            return board.RootElement.ValueKind == JsonValueKind.Object
                ? new BoardInfo(name, Text(board, "title") ?? name, Text(board, "description"), Error: null)
                : new BoardInfo(name, name, Description: null, "The file must hold a JSON object.");
        }
        catch (JsonException e)
        {
            return new BoardInfo(name, name, Description: null, $"Line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {e.Message}");
        }
    }

    private static string? Text(JsonDocument board, string member) =>
        board.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // What may stand in a path: no separators, no dots, so no way out of the folder.
    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}$")]
    private static partial Regex PlainName();
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveFeed.Boards.Schema;

namespace LiveFeed.Boards;

/// <summary>The content of a board's file, and its first fault, by JSON itself or by the schema.</summary>
internal sealed record BoardValidation(bool IsObject, string? Title, string? Description, string? Error)
{
    private const int MaxErrors = 100; // nobody reads more, and each costs a search in the file

    internal bool IsJson { get; private init; } = true;

    /// <summary>The faults by JSON pointer, with line and column. Broken JSON is one fault of the whole file.</summary>
    internal IReadOnlyDictionary<string, string[]> Errors { get; private init; } = new Dictionary<string, string[]>();

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF]; // some editors begin a file with it

    internal static BoardValidation Of(ReadOnlySpan<byte> file)
    {
        var json = file.StartsWith(ByteOrderMark) ? file[ByteOrderMark.Length..] : file;
        try
        {
            var board = LocatedJson.Read(json);
            SchemaFault[] faults = [.. BoardSchema.Check(board).Concat(BoardRules.Check(board)).OrderBy(fault => fault.At)];
            var error = faults.Length == 0 ? null : Place(json, faults[0].At) + faults[0].Message + More(faults.Length - 1);
            return new BoardValidation(
                board.Kind == JsonValueKind.Object, board.TextOf("title"), board.TextOf("description"), error)
            {
                Errors = ErrorsOf(json, faults),
            };
        }
        catch (JsonException e)
        {
            // The message ends with the place again, counted from 0.
            var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var message = end < 0 ? e.Message : e.Message[..end];
            var error = Place(e.LineNumber ?? 0, e.BytePositionInLine ?? 0) + message;
            return new BoardValidation(IsObject: false, null, null, error)
            {
                IsJson = false,
                Errors = new Dictionary<string, string[]> { [""] = [error] },
            };
        }
    }

    private static Dictionary<string, string[]> ErrorsOf(ReadOnlySpan<byte> json, IReadOnlyList<SchemaFault> faults)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var fault in faults.Take(MaxErrors))
        {
            errors[fault.Pointer] = [.. errors.GetValueOrDefault(fault.Pointer, []), Place(json, fault.At) + fault.Message];
        }

        return errors;
    }

    private static string Place(ReadOnlySpan<byte> json, int at)
    {
        var before = json[..at];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return Place(before.Count((byte)'\n'), Encoding.UTF8.GetCharCount(line));
    }

    // Editors count from 1.
    private static string Place(long line, long column) =>
        string.Create(CultureInfo.InvariantCulture, $"Line {line + 1}, column {column + 1}: ");

    private static string More(int count) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {count} more)");
}

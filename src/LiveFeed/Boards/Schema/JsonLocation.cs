using System.Globalization;

namespace LiveFeed.Boards.Schema;

/// <summary>The place of a part of a board: for people (<c>tiles[0].width</c>), and as a JSON pointer (RFC 6901).</summary>
internal readonly record struct JsonLocation(string Words, string Pointer)
{
    internal static JsonLocation Whole { get; } = new("the board", "");

    internal JsonLocation Member(string name) => new(
        Pointer.Length == 0 ? name : $"{Words}.{name}",
        $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");

    internal JsonLocation Item(int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Words}[{index}]"), string.Create(
            CultureInfo.InvariantCulture, $"{Pointer}/{index}"));
}

using System.Text.Json;
using LiveFeed.Boards.Schema;

namespace LiveFeed.Boards;

/// <summary>What the page demands of a board and no schema can say: how two parts of it go together.</summary>
internal static class BoardRules
{
    internal static IEnumerable<SchemaFault> Check(LocatedJson board) =>
    [
        .. CheckVariables(board),
        .. CheckTiles(board, JsonLocation.Whole),
        .. Items(board, "sections", JsonLocation.Whole).SelectMany(section => CheckTiles(section.Part, section.Place)),
    ];

    private static IEnumerable<SchemaFault> CheckVariables(LocatedJson board)
    {
        var place = JsonLocation.Whole.Member("variables");
        foreach (var (name, _, variable) in board["variables"]?.Members ?? [])
        {
            var self = $"{{{name}}}";
            if (variable["topics"] is { Kind: JsonValueKind.String } topics && !topics.Text.Split('/').Contains(self))
            {
                yield return Fault(
                    topics, place.Member(name).Member("topics"), $"must be a topic with {self} as one of its segments");
            }
        }
    }

    private static IEnumerable<SchemaFault> CheckTiles(LocatedJson part, JsonLocation place)
    {
        foreach (var (tile, at) in Items(part, "tiles", place))
        {
            if (EndsOf(tile) is var (min, max) && min.Number >= max.Number)
            {
                yield return Fault(min, at.Member("min"), "must be less than max");
            }

            foreach (var (field, fieldAt) in Items(tile, "fields", at))
            {
                if (EndsOf(field) is var (least, most) && least.Number > most.Number)
                {
                    yield return Fault(least, fieldAt.Member("min"), "must not be more than max");
                }
            }
        }
    }

    private static (LocatedJson Min, LocatedJson Max)? EndsOf(LocatedJson part) =>
        part["min"] is { Kind: JsonValueKind.Number } min && part["max"] is { Kind: JsonValueKind.Number } max
            ? (min, max)
            : null;

    private static IEnumerable<(LocatedJson Part, JsonLocation Place)> Items(
        LocatedJson part, string name, JsonLocation place) =>
        part[name]?.Items.Select((item, i) => (item, place.Member(name).Item(i))) ?? [];

    private static SchemaFault Fault(LocatedJson part, JsonLocation place, string fault) =>
        new(part.At, place.Pointer, $"{place.Words} {fault}");
}

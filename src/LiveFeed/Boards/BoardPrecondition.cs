using LiveFeed.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Boards;

/// <summary>
/// What a board's file must be for a change to be made (RFC 9110, section 13.1), so that of two who edit it neither takes
/// back what the other did. Without the headers any is right.
/// </summary>
/// <param name="ifMatch">The header of this name; null without it.</param>
/// <param name="ifNoneMatch">Likewise.</param>
internal sealed class BoardPrecondition(string? ifMatch, string? ifNoneMatch)
{
    private readonly string _match = ifMatch ?? "";
    private readonly string _noneMatch = ifNoneMatch ?? "";

    /// <param name="name">The board's.</param>
    /// <param name="file">Its bytes now; null when there is none.</param>
    /// <returns>Null when the change may be made.</returns>
    internal FeedProblem? Refuse(string name, byte[]? file)
    {
        if (_noneMatch is not ("" or "*"))
        {
            return FeedProblem.At(
                ProblemKind.Malformed, HeaderNames.IfNoneMatch, "must be * here, which makes a new board and changes none");
        }

        if (!EntityTagHeaderValue.TryParseStrictList([_match], out var wanted) && _match.Length > 0)
        {
            return FeedProblem.At(
                ProblemKind.Malformed, HeaderNames.IfMatch, "must be the ETag that the board had when it was read");
        }

        if (_noneMatch.Length > 0 && file is not null)
        {
            return new FeedProblem(ProblemKind.Changed, $"There is a board '{name}' already.");
        }

        // Weak too: a proxy that compresses makes tags weak, and the bytes are the same.
        return _match.Length > 0 && (file is null || !wanted!.Any(IsTagOf))
            ? new FeedProblem(
                ProblemKind.Changed,
                $"The board '{name}' was {(file is null ? "removed" : "changed")} since it was read.")
            : null;

        bool IsTagOf(EntityTagHeaderValue tag) =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(ContentTag.Of(file), useStrongComparison: false);
    }
}

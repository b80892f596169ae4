using LiveFeed.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Boards;

/// <summary>
/// The condition on a board's file for a change (RFC 9110, section 13.1). It stops two editors from undoing each other's
/// changes. Without the headers every change is allowed.
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
                ProblemKind.Malformed, HeaderNames.IfNoneMatch, "must be * here: it creates a board and changes none");
        }

        if (!EntityTagHeaderValue.TryParseStrictList([_match], out var wanted) && _match.Length > 0)
        {
            return FeedProblem.At(
                ProblemKind.Malformed, HeaderNames.IfMatch, "must be the ETag of the board as it was read");
        }

        if (_noneMatch.Length > 0 && file is not null)
        {
            return new FeedProblem(ProblemKind.Changed, $"There is a board '{name}' already.");
        }

        // Weak tags match too: a proxy that compresses makes tags weak, but the bytes are the same.
        return _match.Length > 0 && (file is null || !wanted!.Any(IsTagOf))
            ? new FeedProblem(
                ProblemKind.Changed,
                $"The board '{name}' was {(file is null ? "removed" : "changed")} since it was read.")
            : null;

        bool IsTagOf(EntityTagHeaderValue tag) =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(ContentTag.Of(file), useStrongComparison: false);
    }
}

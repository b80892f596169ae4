using System.IO;
using LiveFeed.Http;

namespace LiveFeed.Boards;

/// <summary>
/// Makes, replaces and removes board files. When a call returns, the boards have the change: a client that saved a board
/// reads what it saved. The watch later finds nothing new.
/// </summary>
internal sealed class BoardWriter(BoardFolder folder, BoardFiles boards, BoardChanges changes)
{
    /// <returns>Null when the file is on the disk.</returns>
    internal Task<FeedProblem?> SaveAsync(
        string name, byte[] json, BoardPrecondition condition, CancellationToken cancellationToken) =>
        ChangeAsync(
            () => condition.Refuse(name, folder.Read(name)),
            () =>
            {
                folder.Write(name, json);
                return boards.Put(name, json);
            },
            cancellationToken);

    /// <returns>Null when the file is gone.</returns>
    internal Task<FeedProblem?> RemoveAsync(string name, BoardPrecondition condition, CancellationToken cancellationToken) =>
        ChangeAsync(
            () => folder.Read(name) is { } file ? condition.Refuse(name, file) : BoardEndpoints.NoSuchBoard(name),
            () =>
            {
                folder.Remove(name);
                return boards.Drop(name);
            },
            cancellationToken);

    internal static FeedProblem NotWritable(string why) =>
        new(ProblemKind.NotWritable, $"The folder of boards (LiveFeed:Boards:Path) cannot be written: {why}");

    // No other change comes between the check of a file and its change.
    private async Task<FeedProblem?> ChangeAsync(
        Func<FeedProblem?> refuse, Func<IReadOnlyList<BoardChange>> change, CancellationToken cancellationToken)
    {
        FeedProblem? problem = null;
        await changes.MakeAsync(
            () =>
            {
                try
                {
                    problem = refuse();
                    return problem is null ? change() : [];
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    problem = NotWritable(e.Message);
                    return [];
                }
            },
            cancellationToken);
        return problem;
    }
}

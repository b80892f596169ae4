using System.IO;
using LiveFeed.Http;

namespace LiveFeed.Boards;

/// <summary>Makes, replaces and removes board files. The watch then sees and tells it, as of any other save.</summary>
internal sealed class BoardWriter(BoardFolder folder) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1); // between the look at a file and its change there is no other change

    public void Dispose() => _turn.Dispose();

    /// <returns>Null when the file is on the disk.</returns>
    internal Task<FeedProblem?> SaveAsync(string name, byte[] json, BoardCondition condition, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                if (condition.Refuse(name, folder.Read(name)) is { } problem)
                {
                    return problem;
                }

                folder.Write(name, json);
                return null;
            },
            cancellationToken);

    /// <returns>Null when the file is gone.</returns>
    internal Task<FeedProblem?> RemoveAsync(string name, BoardCondition condition, CancellationToken cancellationToken) =>
        ChangeAsync(
            () =>
            {
                if (folder.Read(name) is not { } file)
                {
                    return BoardEndpoints.NoSuchBoard(name);
                }

                if (condition.Refuse(name, file) is { } problem)
                {
                    return problem;
                }

                folder.Remove(name);
                return null;
            },
            cancellationToken);

    private async Task<FeedProblem?> ChangeAsync(Func<FeedProblem?> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return change();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NotWritable(e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    internal static FeedProblem NotWritable(string why) =>
        new(ProblemKind.NotWritable, $"The folder of boards (LiveFeed:Boards:Path) cannot be written: {why}");
}

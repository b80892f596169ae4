using LiveFeed.Events;
using LiveFeed.Publishing;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Boards;

/// <summary>
/// Every change of the boards goes through here, one at a time: saves by request, and what the watch finds in the folder.
/// Each is told once, in the order of the changes, by an ephemeral <c>board.changed</c> at <c>system/boards</c>.
/// </summary>
internal sealed partial class BoardChanges(
    PublishSessions sessions, TimeProvider time, ILogger<BoardChanges> logger) : IDisposable
{
    private static readonly TopicName Topic = TopicName.Parse("system/boards");

    private readonly SemaphoreSlim _turn = new(1); // held while a change is made and told

    /// <param name="change">Makes it, and returns what is different now; empty when nothing is.</param>
    /// <param name="cancellationToken">Ends the wait for the turn. A change that has begun is also told.</param>
    internal async Task MakeAsync(Func<IReadOnlyList<BoardChange>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await TellAsync(change());
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // The change is made whether or not it can be told.
    private async Task TellAsync(IReadOnlyList<BoardChange> changes)
    {
        try
        {
            var notices = changes.Select(NoticeOf).ToArray();
            var outcome = await sessions.OfService.PublishAllAsync(notices, answersFirst: false, CancellationToken.None);
            outcome.ThrowIfRefused();
        }
        catch (Exception e)
        {
            Log.NotTold(logger, e);
        }
    }

    private FeedEvent NoticeOf(BoardChange change) =>
        ServiceEvent.Make(Topic, "board.changed", change, BoardsJson.Default.BoardChange, time.GetUtcNow()) with
        {
            Ephemeral = true,
        };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Pages could not be told that boards have changed")]
        internal static partial void NotTold(ILogger logger, Exception cause);
    }
}

using LiveFeed.Events;
using LiveFeed.Publishing;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Boards;

/// <summary>
/// All changes of boards pass through here, one at a time: saves by request, and changes that the watch finds in the folder.
/// Each is published once, in order, as an ephemeral <c>board.changed</c> at <c>system/boards</c>.
/// </summary>
internal sealed partial class BoardChanges(
    PublishSessions sessions, LowPriorityWork work, TimeProvider time, ILogger<BoardChanges> logger) : IDisposable
{
    private static readonly TopicName Topic = TopicName.Parse("system/boards");

    private readonly SemaphoreSlim _turn = new(1); // held while a change is made and published

    /// <param name="change">
    /// Makes the change, which may wait for the disk, and returns what has changed; empty when nothing has.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the turn. A change that has begun is also published.</param>
    internal async Task MakeAsync(Func<IReadOnlyList<BoardChange>> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await TellAsync(await work.RunAsync(() => Task.FromResult(change()), CancellationToken.None));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // The change stays, even when it cannot be published.
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
        [LoggerMessage(Level = LogLevel.Warning, Message = "The notice of changed boards could not be published")]
        internal static partial void NotTold(ILogger logger, Exception cause);
    }
}

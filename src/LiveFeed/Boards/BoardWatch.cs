using System.IO;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Metrics.Notices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Boards;

/// <summary>
/// Sees when board files change and tells the pages, by an ephemeral <c>board.changed</c> for each at <c>system/boards</c>. The
/// system says that something happened in the folder; where it does not, as on mounted volumes, a look now and then does.
/// </summary>
internal sealed partial class BoardWatch(
    BoardFolder folder, BoardFiles boards, FeedPublisher publisher, TimeProvider time, ILogger<BoardWatch> logger) : BackgroundService
{
    /// <summary>Between looks that nothing asked for.</summary>
    internal static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>Editors write in several steps; what has stood so long is what was meant.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    // Of a file that is written without end, all the same: pages are to have a change within a second.
    private const int MostLooksForQuiet = 5;

    private static readonly TopicName Topic = TopicName.Parse("system/boards");

    private readonly SemaphoreSlim _stirred = new(0, 1); // released by the system's watcher, on its thread

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Here, not in the task: hosted services start before the server listens, so every request finds the boards.
        boards.Read();
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _stirred.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = Watch();
        while (!stoppingToken.IsCancellationRequested)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_stirred.WaitAsync(look.Token), Task.Delay(LookInterval, time, look.Token));
            await look.CancelAsync(); // the one that still waits
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            var files = folder.Read();
            if (!boards.Differ(files))
            {
                return;
            }

            for (var looks = 0; looks < MostLooksForQuiet; looks++)
            {
                await Task.Delay(Quiet, time, stoppingToken);
                var later = folder.Read();
                var isQuiet = BoardFolder.AreSame(files, later);
                files = later;
                if (isQuiet)
                {
                    break;
                }
            }

            var changes = boards.Take(files);
            await publisher.PublishAsync(
                [.. changes.Select(change => Notice.Make(Topic, "board.changed", change, BoardsJson.Default.BoardChange, time.GetUtcNow()) with { Ephemeral = true })],
                stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            Log.LookFailed(logger, e);
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            // All names: a file may be replaced by a link, or by the renaming of another.
            var watcher = new FileSystemWatcher(folder.Path);
            watcher.Changed += Stir;
            watcher.Created += Stir;
            watcher.Deleted += Stir;
            watcher.Renamed += Stir;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            Log.NotWatched(logger, folder.Path, LookInterval, e.Message);
            return null;
        }
    }

    private void Stir(object sender, FileSystemEventArgs change)
    {
        try
        {
            _stirred.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is stirred already.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The system does not watch {Folder}, which is looked at every {Interval}: {Reason}")]
        internal static partial void NotWatched(ILogger logger, string folder, TimeSpan interval, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The boards could not be looked at; trying again")]
        internal static partial void LookFailed(ILogger logger, Exception cause);
    }
}

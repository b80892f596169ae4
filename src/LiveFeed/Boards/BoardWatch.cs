using System.IO;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Boards;

/// <summary>
/// Finds changes of board files that no request made. The system reports changes in the folder. Where it does not, as on
/// mounted volumes, the folder is read at intervals.
/// </summary>
internal sealed partial class BoardWatch(
    BoardFolder folder,
    BoardFiles boards,
    BoardChanges changes,
    TimeProvider time,
    ILogger<BoardWatch> logger) : BackgroundService
{
    /// <summary>Time between looks without a report from the system.</summary>
    internal static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    /// <summary>Editors write in several steps. Files that stay the same for this time are complete.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    // Max looks at files that change all the time. Then they are taken as they are: pages must get a change within a second.
    private const int MaxLooksForQuiet = 5;

    private readonly SemaphoreSlim _stirred = new(0, 1); // released by the system's watcher, on its thread

    private readonly OutageLog _outage = new(cause => Log.LookFailed(logger, cause)); // used by the start, then by the task

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Here, not in the task: hosted services start before the server listens, so every request finds the boards.
        try
        {
            boards.Take(folder.Read());
        }
        catch (IOException e)
        {
            _outage.Failed(e);
        }

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
            await look.CancelAsync(); // ends the wait that is left
            await LookAsync(stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            var files = folder.Read();
            for (var looks = 1; boards.Differ(files); looks++)
            {
                await Task.Delay(Quiet, time, stoppingToken);
                if (await TakeAsync(files, looks == MaxLooksForQuiet, stoppingToken) is not { } later)
                {
                    break;
                }

                files = later;
            }

            _outage.Ended();
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _outage.Failed(e);
        }
    }

    // Reads again within the turn. Otherwise a board saved by request since the look would get its old version until the
    // next look.
    private async Task<IReadOnlyDictionary<string, byte[]>?> TakeAsync(
        IReadOnlyDictionary<string, byte[]> before, bool isLast, CancellationToken stoppingToken)
    {
        IReadOnlyDictionary<string, byte[]>? unquiet = null;
        await changes.MakeAsync(
            () =>
            {
                var files = folder.Read();
                if (isLast || BoardFolder.AreSame(before, files))
                {
                    return boards.Take(files);
                }

                unquiet = files;
                return [];
            },
            stoppingToken);
        return unquiet;
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            // Watches all names: a file may be replaced by a link, or by renaming another file.
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
            // A look is due already.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "The system cannot watch {Folder}; LiveFeed reads it every {Interval}: {Reason}")]
        internal static partial void NotWatched(ILogger logger, string folder, TimeSpan interval, string reason);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The boards cannot be read and stay as they were; trying again")]
        internal static partial void LookFailed(ILogger logger, Exception cause);
    }
}

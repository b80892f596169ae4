using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log;

/// <summary>
/// The lives of one log, each in a folder of its own. After a crash the next folder has what the crash left of the files; a
/// copy is a folder, too. The log writes only when the test lets time pass.
/// </summary>
internal sealed class Crashes : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TimeProvider _time;
    private readonly LogDurability _durability;
    private int _folders;

    internal Crashes(LogDurability durability, TimeProvider time)
    {
        (_durability, _time, Place) = (durability, time, "");
        Place = NewPlace();
        Log = Open();
    }

    internal SqliteEventLog Log { get; private set; }

    /// <summary>The current log's file.</summary>
    internal string Place { get; private set; }

    /// <summary>The files as they are now, as a copy of all of them has them.</summary>
    internal string Copy(bool withWal = true, bool withNote = true) => Copy(Place, withWal, withNote);

    /// <summary>The service is killed, and starts on what it left, or on another copy.</summary>
    internal async Task KillAsync(string? copy = null)
    {
        var next = copy is null ? Copy() : Copy(copy, withWal: true, withNote: true);
        await Log.DisposeAsync(); // in its own folder, which nobody looks at any more
        (Place, Log) = (next, null!);
        Log = Open();
    }

    /// <summary>The service is stopped and starts again.</summary>
    internal async Task RestartAsync()
    {
        await Log.DisposeAsync();
        Log = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteEventLog Open() => new(
        Options.Create(new LogOptions { Path = Place, Durability = _durability }),
        _time,
        NullLogger<SqliteEventLog>.Instance);

    private string Copy(string from, bool withWal, bool withNote)
    {
        var to = NewPlace();
        foreach (var (ending, isCopied) in ((string, bool)[])[("", true), ("-wal", withWal), ("-run", withNote)])
        {
            if (isCopied && File.Exists(from + ending))
            {
                File.Copy(from + ending, to + ending);
            }
        }

        return to;
    }

    private string NewPlace()
    {
        var folder = _folder.File($"{_folders++}");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, "feed.db");
    }
}

using System.IO;
using LiveFeed.Log.Runs;

namespace LiveFeed.Log.Sqlite;

/// <summary>The files that a log is made of: the SQLite file, what SQLite keeps beside it, and the run's note.</summary>
internal static class SqliteFiles
{
    private static readonly string[] Endings = ["", "-wal", "-shm", "-run"];

    /// <summary>The path of the file itself: SQLite keeps its other files beside it, not beside a link to it.</summary>
    internal static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null
            ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>
    /// Takes the file; makes it when it is missing. A new file is complete before it is at its path, so an empty file is
    /// not a new log.
    /// </summary>
    /// <exception cref="IOException">Another process has it, or it cannot be opened.</exception>
    internal static FileOwnership TakeOrMake(string path, LogDurability durability)
    {
        if (File.Exists(path))
        {
            return FileOwnership.Take(path);
        }

        var made = $"{path}-new-{Environment.ProcessId}";
        try
        {
            new SqliteStore(made, durability).Dispose();
            return TryPlace(made, path) ?? FileOwnership.Take(path);
        }
        finally
        {
            Delete(made);
        }
    }

    /// <summary>Gives all files of a log another name.</summary>
    internal static void Rename(string path, string to)
    {
        foreach (var ending in Endings.Where(ending => File.Exists(path + ending)))
        {
            File.Move(path + ending, to + ending);
        }
    }

    // Null when another process was faster.
    private static FileOwnership? TryPlace(string made, string path)
    {
        var ownership = FileOwnership.Take(made);
        try
        {
            File.Move(made, path, overwrite: false);
            foreach (var ending in Endings.Skip(1))
            {
                File.Delete(path + ending); // from an earlier log here: SQLite would use it for this one
            }

            return ownership;
        }
        catch (Exception e)
        {
            ownership.Dispose();
            if (e is IOException && File.Exists(path))
            {
                return null;
            }

            throw;
        }
    }

    private static void Delete(string path)
    {
        foreach (var ending in Endings)
        {
            File.Delete(path + ending);
        }
    }
}

using System.Collections.Immutable;
using System.IO;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Boards;

/// <summary>
/// The boards as they were last read, each with its last sound version. So a mistake during an edit takes no board off a
/// screen.
/// </summary>
internal sealed partial class BoardFiles(BoardFolder folder, ILogger<BoardFiles> logger)
{
    // Replaced as a whole by the holder of the turn in BoardChanges (first at the start). Read by requests.
    private volatile ImmutableSortedDictionary<string, BoardFile> _boards =
        ImmutableSortedDictionary.Create<string, BoardFile>(StringComparer.Ordinal);

    /// <summary>All boards: <c>host</c>, which every machine can show, is first; then by name.</summary>
    internal IReadOnlyList<BoardInfo> List() =>
        [.. _boards.Values.Select(board => board.Info).OrderBy(board => board.Name != "host")];

    /// <summary>
    /// A board as it was last read; null when no board has this name. A new file is found at once, before the watch sees it.
    /// </summary>
    internal BoardFile? Find(string name) =>
        _boards.GetValueOrDefault(name) ??
        (BoardFolder.IsName(name) && ReadNew(name) is { } source ? Describe(name, source, old: null) : null);

    internal bool Differ(IReadOnlyDictionary<string, byte[]> files) =>
        !BoardFolder.AreSame(files, _boards.ToDictionary(board => board.Key, board => board.Value.Source));

    /// <summary>Takes over one file that was just written. One caller at a time.</summary>
    internal IReadOnlyList<BoardChange> Put(string name, byte[] source)
    {
        var boards = _boards.ToBuilder();
        var change = Put(boards, name, source);
        _boards = boards.ToImmutable();
        return change is null ? [] : [change];
    }

    /// <summary>Forgets a board whose file was just removed. One caller at a time.</summary>
    internal IReadOnlyList<BoardChange> Drop(string name)
    {
        _boards = _boards.Remove(name);
        return [new BoardChange(name, Removed: true, Error: null)];
    }

    /// <summary>Takes over the files as they are now. One caller at a time.</summary>
    /// <returns>The boards that were made, saved differently or removed.</returns>
    internal IReadOnlyList<BoardChange> Take(IReadOnlyDictionary<string, byte[]> files)
    {
        var before = _boards;
        var changes = new List<BoardChange>();
        foreach (var name in before.Keys.Where(name => !files.ContainsKey(name)))
        {
            changes.Add(new BoardChange(name, Removed: true, Error: null));
        }

        var boards = before.RemoveRange(changes.Select(change => change.Name)).ToBuilder();
        foreach (var (name, source) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (Put(boards, name, source) is { } change)
            {
                changes.Add(change);
            }
        }

        _boards = boards.ToImmutable();
        return changes;
    }

    private BoardChange? Put(ImmutableSortedDictionary<string, BoardFile>.Builder boards, string name, byte[] source)
    {
        var old = boards.GetValueOrDefault(name);
        if (old is not null && old.Source.AsSpan().SequenceEqual(source))
        {
            return null;
        }

        var board = Describe(name, source, old);
        boards[name] = board;
        if (board.Info.Error is { } error)
        {
            Log.Broken(logger, name, error, board.Sound is null ? "" : "; its last sound version stays");
        }

        return new BoardChange(name, Removed: false, board.Info.Error);
    }

    private byte[]? ReadNew(string name)
    {
        try
        {
            return folder.Read(name);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static BoardFile Describe(string name, byte[] source, BoardFile? old)
    {
        var read = BoardValidation.Of(source);
        if (read.Error is not null && old?.Sound is not null)
        {
            // title and description stay those of the sound version
            return old with { Source = source, Info = old.Info with { Error = read.Error } };
        }

        var sound = read.Error is null ? source : null;
        return new BoardFile(
            new BoardInfo(name, read.Title ?? name, read.Description, read.Error),
            source,
            sound,
            read.IsObject ? source : null);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The board {Name}.json is broken: {Error}{Stays}")]
        internal static partial void Broken(ILogger logger, string name, string error, string stays);
    }
}

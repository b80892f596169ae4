using System.Collections.Concurrent;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Finds the retained events of a batch's ids in the file, before the log's lock is taken: a look-up costs some
/// microseconds, or a wait for the disk. Any thread; each look-up has its own finder.
/// </summary>
internal sealed class SqliteFinders(string path, string epoch) : IDisposable
{
    // Enough for the publishers that commonly look up ids at the same time. More are made as needed, but not kept.
    private const int MaxKept = 8;

    private readonly ConcurrentBag<SqliteFinder> _idle = [];
    private volatile bool _isClosed;

    /// <summary>The file's events with an id of the batch, by id; null when no event of the batch has one.</summary>
    internal IReadOnlyDictionary<string, EventFrame>? Find(IReadOnlyList<FeedEvent> events)
    {
        Dictionary<string, EventFrame>? found = null;
        SqliteFinder? finder = null;
        try
        {
            foreach (var e in events)
            {
                if (e.Id is not { } id)
                {
                    continue;
                }

                found ??= [];
                finder ??= _idle.TryTake(out var idle) ? idle : new SqliteFinder(path, epoch);
                if (!found.ContainsKey(id) && finder.Find(id) is { } frame)
                {
                    found.Add(id, frame);
                }
            }

            return found;
        }
        finally
        {
            Return(finder);
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var finder))
        {
            finder.Dispose();
        }
    }

    private void Return(SqliteFinder? finder)
    {
        if (finder is null)
        {
            return;
        }

        if (_idle.Count >= MaxKept)
        {
            finder.Dispose();
            return;
        }

        _idle.Add(finder);
        if (_isClosed)
        {
            Dispose(); // it may have been closed before this one was there
        }
    }
}

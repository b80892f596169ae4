namespace LiveFeed.Log;

/// <summary>Deletes from the SQLite file what retention no longer allows, some thousand events at a time.</summary>
internal sealed class SqliteTrimmer(SqliteStore store, Retention retention, TimeProvider time)
{
    // Deleting this many holds up the writer for some ten milliseconds.
    private const int Chunk = 5_000;

    /// <summary>Deletes the oldest events that must go and says which they were.</summary>
    /// <param name="head">Events after it stay: the log has yet to count them.</param>
    /// <param name="retained">Events retained before.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="more">There may be more that must go.</param>
    internal IReadOnlyList<LedgerRow> Trim(long head, long retained, long bytes, out bool more)
    {
        var now = time.GetUtcNow();
        var gone = store.ReadOldest(Chunk, row =>
        {
            var mustGo = row.Sequence <= head && retention.MustGo(row.Time, retained, bytes, now);
            retained--;
            bytes -= row.Size;
            return mustGo;
        });
        if (gone.Count > 0)
        {
            store.DeleteThrough(gone[^1].Sequence);
        }

        more = gone.Count == Chunk;
        return gone;
    }
}

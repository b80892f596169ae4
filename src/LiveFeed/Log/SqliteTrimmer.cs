namespace LiveFeed.Log;

/// <summary>Deletes from the SQLite file what retention no longer allows, some thousand events at a time.</summary>
internal sealed class SqliteTrimmer(SqliteStore store, Retention retention, TimeProvider time)
{
    // Deleting this many holds up the writer for some ten milliseconds.
    private const int Chunk = 5_000;

    /// <summary>Deletes the oldest events that must go and says which they were.</summary>
    /// <param name="retained">Events retained before.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="more">There may be more that must go.</param>
    internal IReadOnlyList<LedgerRow> Trim(long retained, long bytes, out bool more)
    {
        var now = time.GetUtcNow();
        var gone = new List<LedgerRow>();
        foreach (var row in store.ReadOldest(Chunk))
        {
            if (!retention.MustGo(row.Time, retained, bytes, now))
            {
                break;
            }

            retained--;
            bytes -= row.Size;
            gone.Add(row);
        }

        if (gone.Count > 0)
        {
            store.DeleteThrough(gone[^1].Sequence);
        }

        more = gone.Count == Chunk;
        return gone;
    }
}

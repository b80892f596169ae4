using LiveFeed.Log.Trimming;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Deletes from the SQLite file what retention no longer allows, some thousand events at a time. Events of all rules are
/// there in one order. So each rule goes through the file separately, once, and remembers how far it has come. Used by
/// one thread at a time.
/// </summary>
internal sealed class SqliteTrimmer(SqliteStore store, RetentionRules rules, TimeProvider time)
{
    // Reading and deleting this many blocks the writer for some ten milliseconds.
    private const int Chunk = 5_000;

    private readonly long[] _after = new long[rules.Count]; // the rule has no event at this sequence or before it

    /// <summary>Deletes the oldest events of a rule that must go and says which they were.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="head">Events after it stay: the log has yet to count them.</param>
    /// <param name="retained">What is retained of the rule before.</param>
    /// <param name="more">There may be more that must go.</param>
    internal IReadOnlyList<LedgerRow> Trim(int rule, long head, RuleTotals retained, out bool more)
    {
        var now = time.GetUtcNow();
        var bounds = rules.BoundsOf(rule);
        var gone = new List<LedgerRow>();
        var (looked, after, isAtStaying) = (0, _after[rule], false);
        store.ReadAfter(after, Chunk, row =>
        {
            looked++;
            if (rules.RuleOf(row.Topic) == rule)
            {
                if (row.Sequence > head || !bounds.MustGo(row.Time, retained.Events, retained.Bytes, now))
                {
                    isAtStaying = true;
                    return false;
                }

                gone.Add(row);
                retained = retained.Without(row);
            }

            after = row.Sequence;
            return true;
        });
        store.Delete(rule, gone, areAll: looked - (isAtStaying ? 1 : 0) == gone.Count);
        _after[rule] = Math.Min(after, head);
        more = looked == Chunk && !isAtStaying;
        return gone;
    }
}

using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Tail;

/// <summary>
/// What a log has in memory, whatever store it stands before: the newest events, what is retained of each topic, and how far
/// everything has come. The store fills it: it gives the sequences, says what is written, and what was trimmed. It is of one
/// epoch; a store that is replaced begins another. Not thread-safe: its <see cref="Gate"/> guards it, but for what says that
/// any thread may read it. What readers ask is in <c>LogTail.Reading.cs</c>.
/// <para>
/// Sequences, in rising order: trimmed (no longer retained), the ring's floor (older ones are only in the store), written
/// (in the store), head (readable), last (given out).
/// </para>
/// </summary>
internal sealed partial class LogTail(FrameRing ring, TopicLedger ledger, LogRuns runs, RetentionRules rules, long[] trimmed)
{
    // Events kept in memory so that clients a little behind never touch the store: a second of heavy load, a few megabytes.
    internal const int TailEvents = 16_384;
    internal const long TailBytes = 32 << 20;

    private readonly FreshFrames _fresh = new();

    // As Trimmed, but only what was trimmed since the start: what the ring was loaded with was all retained. Replaced, never
    // written to; read by any thread.
    private volatile long[] _gone = new long[rules.Count];
    private long _head = runs.Current;

    internal Lock Gate { get; } = new();

    /// <summary>Its own is the current one. Immutable.</summary>
    internal required LogEpochs Epochs { get; init; }

    /// <summary>How many events stay in memory at most, once they are written.</summary>
    internal int MaxEvents { get; init; } = TailEvents;

    /// <summary>No event up to here was retained at the start: which runs had how many of them is no longer known.</summary>
    internal long Uncounted { get; init; }

    internal TopicLedger Ledger => ledger;

    /// <summary>Counts by the ledger, without holding the gate for long. Any thread.</summary>
    internal LedgerCounter Counter
    {
        get
        {
            lock (Gate)
            {
                return field ??= new LedgerCounter(Gate, ledger, () => _head);
            }
        }
    }

    /// <summary>
    /// Of each retention rule, the sequence of the last event that was trimmed. Replaced when one rises, never written to.
    /// </summary>
    internal long[] Trimmed { get; private set; } = trimmed;

    internal long Floor => ring.Floor;

    internal long Written { get; private set; } = runs.Current;

    /// <summary>The newest that may be read. Any thread.</summary>
    internal long Head => Volatile.Read(ref _head);

    internal long Last { get; private set; } = runs.Current;

    /// <summary>Bytes of the events that are given out but not written.</summary>
    internal long PendingBytes { get; private set; }

    /// <summary>The store has given these their sequences, the next ones. They are not readable yet.</summary>
    internal void Append(List<EventFrame> frames)
    {
        foreach (var frame in frames)
        {
            ring.Append(frame);
            _fresh.Add(frame);
            PendingBytes += frame.Event.Size;
            Last = frame.Sequence;
        }
    }

    /// <summary>
    /// The store trimmed some of these events before they could be appended: readers are told of a gap there. To be called
    /// after what the store still has of them was appended.
    /// </summary>
    /// <param name="after">What stands after this was read, and appended.</param>
    /// <param name="through">Up to here.</param>
    /// <param name="trimmed">Of each retention rule, the sequence of the last event that the store has trimmed.</param>
    internal void Miss(long after, long through, IReadOnlyList<long> trimmed)
    {
        // What was appended before is forgotten by Forget.
        Trimmed = [.. Trimmed.Zip(
            trimmed, (mark, stores) => stores > after ? Math.Max(mark, Math.Min(stores, through)) : mark)];
        Last = Math.Max(Last, through);
        MakeReadable(Last);
    }

    internal void MakeReadable(long through)
    {
        for (var i = ring.IndexAfter(_head); i < ring.Count && ring[i].Sequence <= through; i++)
        {
            ledger.Add(LedgerRow.Of(ring[i], ring[i].Event.StoredBytes));
        }

        Volatile.Write(ref _head, Math.Max(_head, through));
    }

    /// <summary>The next events to write, oldest first.</summary>
    internal List<EventFrame> Unwritten(int limit)
    {
        var frames = new List<EventFrame>();
        for (var i = ring.IndexAfter(Written); i < ring.Count && frames.Count < limit; i++)
        {
            frames.Add(ring[i]);
        }

        return frames;
    }

    /// <summary>
    /// These, the next unwritten, are in the store now: memory may let go of them when it has newer ones enough.
    /// </summary>
    internal void Wrote(List<EventFrame> frames)
    {
        Written = frames.Count > 0 ? frames[^1].Sequence : Written;
        PendingBytes -= frames.Sum(frame => (long)frame.Event.Size);
        MakeReadable(Written);
        while (ring.Count > 0 && ring[0].Sequence <= Written && (ring.Count > MaxEvents || ring.Bytes > TailBytes))
        {
            ring.RemoveFirst();
        }
    }

    /// <summary>Forgets what is unwritten. Its sequences stay unused: nobody knows what the store has of them.</summary>
    internal void DropUnwritten()
    {
        while (ring.Count > 0 && ring[ring.Count - 1].Sequence > Written)
        {
            PendingBytes -= ring.RemoveLast().Event.Size;
        }
    }

    /// <summary>These, the oldest of a retention rule, are no longer retained.</summary>
    internal void Forget(int rule, IReadOnlyList<LedgerRow> gone)
    {
        if (gone.Count == 0)
        {
            return;
        }

        foreach (var row in gone)
        {
            ledger.Remove(row);
        }

        (Trimmed, _gone) = (WithMark(Trimmed, rule, gone[^1].Sequence), WithMark(_gone, rule, gone[^1].Sequence));
        while (ring.Count > 0 && ring[0].Sequence <= Written && !IsRetained(ring[0]))
        {
            ring.RemoveFirst();
        }
    }

    // A mark rises only: after a change of the rules it may be past what is trimmed now.
    private static long[] WithMark(long[] marks, int rule, long sequence)
    {
        var changed = (long[])marks.Clone();
        changed[rule] = Math.Max(changed[rule], sequence);
        return changed;
    }
}

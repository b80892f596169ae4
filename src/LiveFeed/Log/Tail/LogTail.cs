using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Tail;

/// <summary>
/// The part of a log that is in memory, for any kind of store: the newest events, what is retained of each topic, and the
/// sequences below. The store fills it: it gives the sequences, says what is written, and what was trimmed. A tail is of one
/// epoch; a replaced store begins another tail. Not thread-safe: its <see cref="Gate"/> guards it, except members that say
/// that any thread may call them. What readers call is in <c>LogTail.Reading.cs</c>.
/// <para>
/// Sequences, in rising order: trimmed (no longer retained), the ring's floor (older ones are only in the store), written
/// (in the store), head (readable), last (given out).
/// </para>
/// </summary>
internal sealed partial class LogTail(
    FrameRing ring, TopicLedger ledger, LogRuns runs, RetentionRules rules, long[] trimmed, long head)
{
    // Events kept in memory so that clients a little behind never touch the store: a second of heavy load, a few megabytes.
    internal const int TailEvents = 16_384;
    internal const long TailBytes = 32 << 20;

    private readonly FreshFrames _fresh = new();

    // As Trimmed, but only what was trimmed since the start: the ring was loaded with retained events only. Replaced,
    // never written to; read by any thread.
    private volatile long[] _gone = new long[rules.Count];
    private long _head = head;

    internal Lock Gate { get; private init; } = new();

    /// <summary>A tail whose newest event is the last one that its store has given out.</summary>
    internal LogTail(FrameRing ring, TopicLedger ledger, LogRuns runs, RetentionRules rules, long[] trimmed)
        : this(ring, ledger, runs, rules, trimmed, runs.Current)
    {
    }

    /// <summary>The tail's own epoch is the current one. Immutable.</summary>
    internal required LogEpochs Epochs { get; init; }

    /// <summary>Max events that stay in memory after they are written.</summary>
    internal int MaxEvents { get; init; } = TailEvents;

    /// <summary>No event up to here was retained at the start: how many of them each run had is unknown.</summary>
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

    /// <summary>For each retention rule, its last trimmed sequence. Replaced when one rises, never written to.</summary>
    internal long[] Trimmed { get; private set; } = trimmed;

    internal long Floor => ring.Floor;

    internal long Written { get; private set; } = head;

    /// <summary>The newest readable sequence. Any thread.</summary>
    internal long Head => Volatile.Read(ref _head);

    internal long Last { get; private set; } = head;

    /// <summary>Bytes of the events that are given out but not written.</summary>
    internal long PendingBytes { get; private set; }

    /// <summary>Adds frames to which the store has given the next sequences. They are not readable yet.</summary>
    internal void Append(List<EventFrame> frames)
    {
        foreach (var frame in frames)
        {
            ring.Append(frame);
            _fresh.Add(frame);
            PendingBytes += frame.Size;
            Last = frame.Sequence;
        }
    }

    /// <summary>
    /// The store trimmed some events of a range before they could be appended: readers are told of a gap there. Call this
    /// after the rest of the range was appended.
    /// </summary>
    /// <param name="after">The range begins after this sequence.</param>
    /// <param name="through">The last sequence of the range.</param>
    /// <param name="trimmed">For each retention rule, the last sequence that the store has trimmed.</param>
    internal void Miss(long after, long through, IReadOnlyList<long> trimmed)
    {
        // Forget removes what was appended before.
        Trimmed = [.. Trimmed.Zip(
            trimmed, (mark, stores) => stores > after ? Math.Max(mark, Math.Min(stores, through)) : mark)];
        Last = Math.Max(Last, through);
        MakeReadable(Last);
    }

    /// <summary>The store has nothing else up to here: what it gave out and is not here was trimmed.</summary>
    internal void Reach(long through)
    {
        (Last, Written) = (Math.Max(Last, through), Math.Max(Written, through));
        MakeReadable(through);
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
    /// These, the next unwritten, are in the store now. Memory may drop them when it has enough newer ones.
    /// </summary>
    internal void Wrote(List<EventFrame> frames)
    {
        Written = frames.Count > 0 ? frames[^1].Sequence : Written;
        PendingBytes -= frames.Sum(frame => (long)frame.Size);
        MakeReadable(Written);
        while (ring.Count > 0 && ring[0].Sequence <= Written && (ring.Count > MaxEvents || ring.Bytes > TailBytes))
        {
            ring.RemoveFirst();
        }
    }

    /// <summary>
    /// Forgets the unwritten events. Their sequences stay unused: nobody knows which of them the store has.
    /// </summary>
    internal void DropUnwritten()
    {
        while (ring.Count > 0 && ring[ring.Count - 1].Sequence > Written)
        {
            PendingBytes -= ring.RemoveLast().Size;
        }
    }

    /// <summary>These events, the oldest of a retention rule, are no longer retained.</summary>
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

    // A mark only rises: after a change of the rules it may be above what is trimmed now.
    private static long[] WithMark(long[] marks, int rule, long sequence)
    {
        var changed = (long[])marks.Clone();
        changed[rule] = Math.Max(changed[rule], sequence);
        return changed;
    }
}

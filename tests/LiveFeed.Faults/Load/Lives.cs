namespace LiveFeed.Faults.Load;

/// <summary>The lives of a log between kills, told apart by the sequences that each new one leaves out.</summary>
internal sealed class Lives
{
    // A kill loses less than 100,000 sequences, and a new life leaves out 500,000 at least.
    private const long Jump = 300_000;

    private readonly List<long> _starts = [];
    private readonly List<long> _ends = []; // the last that is in the log

    internal Lives(IEnumerable<long> logged, IEnumerable<long> given)
    {
        var kept = logged.ToHashSet();
        var before = long.MinValue / 2;
        foreach (var sequence in kept.Concat(given).Distinct().Order())
        {
            if (sequence - before > Jump)
            {
                _starts.Add(sequence);
                _ends.Add(0);
            }

            if (kept.Contains(sequence))
            {
                _ends[^1] = sequence;
            }

            before = sequence;
        }
    }

    /// <summary>The last sequence that is in the log of the life that a sequence belongs to.</summary>
    internal long LastKept(long sequence)
    {
        var index = _starts.BinarySearch(sequence);
        return _ends[index < 0 ? ~index - 1 : index];
    }
}

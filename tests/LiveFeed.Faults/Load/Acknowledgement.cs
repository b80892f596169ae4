namespace LiveFeed.Faults.Load;

/// <summary>The answer to a producer.</summary>
/// <param name="Producer">Which.</param>
/// <param name="Number">Of the first event.</param>
/// <param name="Count">How many, one after another.</param>
/// <param name="First">The sequence of the first.</param>
/// <param name="Last">Of the last.</param>
/// <param name="At">The timestamp at which it was told.</param>
internal sealed record Acknowledgement(int Producer, int Number, int Count, long First, long Last, long At)
{
    /// <summary>How many of them are not in the log, or elsewhere than was said.</summary>
    internal int Missing(IReadOnlyDictionary<(int Producer, int Number), long> log) =>
        Enumerable.Range(0, Count).Count(i => !(log.TryGetValue((Producer, Number + i), out var at) && MayStandAt(at, i)));

    // Events of other producers may stand between the groups that NDJSON is stored in.
    private bool MayStandAt(long sequence, int index) =>
        Last - First + 1 == Count ? sequence == First + index : sequence >= First && sequence <= Last;
}

namespace LiveFeed.Log.Runs;

/// <summary>What a run noted beside the log.</summary>
/// <param name="Run">Its <see cref="LogRun.Base"/>.</param>
/// <param name="Given">The last sequence that it gave out, or an earlier one after a power cut.</param>
/// <param name="IsExact">The machine has not restarted since, so <paramref name="Given"/> is the last one.</param>
internal readonly record struct RunNote(long Run, long Given, bool IsExact)
{
    // Far more than a log ever gives out, and far from an overflow.
    private const long MaxSequence = long.MaxValue / 4;

    internal bool IsPlausible => Run >= 0 && Given >= Run && Given < MaxSequence;
}

using System.Collections.Immutable;
using System.Security.Cryptography;

namespace LiveFeed.Log.Runs;

/// <summary>
/// What the file has of the run that was the last to write it, by which the next one finds out how that ended.
/// </summary>
/// <param name="Base">See <see cref="LogRun"/>.</param>
/// <param name="Stored">See <see cref="LogRun"/>.</param>
/// <param name="Clean">The last sequence that it gave out; null when it was not stopped but crashed.</param>
/// <param name="Commits">It answered at <c>commit</c>: what it gave out was on disk.</param>
/// <param name="Reserved">At least every sequence that it gave out.</param>
internal readonly record struct LastRun(long Base, long Stored, long? Clean, bool Commits, long Reserved)
{
    // The current run begins after a random jump of up to this. An older copy of the log gives out other positions than the
    // log it was copied from, so that it knows who comes from there.
    private const long LongestJump = 1L << 32;

    /// <summary>The runs of the log, this one among them as it ended, and a new one as the current.</summary>
    /// <param name="before">The runs before this one.</param>
    /// <param name="note">What the last run of the service noted beside the file; that may be another one than this.</param>
    internal LogRuns End(IReadOnlyList<LogRun> before, RunNote? note)
    {
        var runs = ImmutableArray.CreateBuilder<LogRun>();
        runs.AddRange(before);
        var ended = new LogRun(Base, Stored, Math.Max(Stored, GivenBy(note)));
        var given = Math.Max(Reserved, note?.Given ?? 0);
        if (note is { } one && one.Run > ended.Given)
        {
            // The file is an older copy: it knows nothing of this run, and has none of its events.
            runs.Add(ended);
            ended = new LogRun(one.Run, one.Run, one.Given);
        }

        runs.Add(ended);
        return new LogRuns(runs.ToImmutable(), Math.Max(given, ended.Given) + Jump());
    }

    private long GivenBy(RunNote? note)
    {
        var noted = note is { } one && one.Run == Base ? one.Given : Base;
        if (Clean is { } last)
        {
            return Math.Max(last, noted);
        }

        // First case: its own note. Second: the note of a run before. It was killed before it had one, and gave nothing out.
        // Third: no good note, but all it gave out was on disk. Fourth: none of these, so whatever it might have given out.
        var isExact = note is { IsExact: true } exact && exact.Run <= Base;
        return isExact || Commits ? noted : Math.Max(noted, Reserved);
    }

    private static long Jump() =>
        1 + (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & (LongestJump - 1));
}

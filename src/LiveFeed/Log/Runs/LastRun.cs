using System.Collections.Immutable;
using System.Security.Cryptography;

namespace LiveFeed.Log.Runs;

/// <summary>
/// What the file says about the last run that wrote it. The next run finds out from it how that run ended.
/// </summary>
/// <param name="Base">See <see cref="LogRun"/>.</param>
/// <param name="Stored">See <see cref="LogRun"/>.</param>
/// <param name="Clean">The last sequence that it gave out; null when it crashed.</param>
/// <param name="Commits">It answered at <c>commit</c>: what it gave out was on disk.</param>
/// <param name="Reserved">At least every sequence that it gave out.</param>
internal readonly record struct LastRun(long Base, long Stored, long? Clean, bool Commits, long Reserved)
{
    // The current run begins after a random jump of up to this. So an older copy of the log gives out other positions
    // than its original, and it recognizes readers that come from there.
    private const long LongestJump = 1L << 32;

    /// <summary>The runs of the log: the earlier ones, this one as it ended, and a new current one.</summary>
    /// <param name="before">The runs before this one.</param>
    /// <param name="note">What the service's last run noted beside the file. It may be another run than this.</param>
    internal LogRuns End(IReadOnlyList<LogRun> before, RunNote? note)
    {
        var runs = ImmutableArray.CreateBuilder<LogRun>();
        runs.AddRange(before);
        var ended = new LogRun(Base, Stored, Math.Max(Stored, GivenBy(note)));
        var given = Math.Max(Reserved, note?.Given ?? 0);
        if (note is { } one && one.Run > ended.Given)
        {
            // The file is an older copy: it knows nothing of the noted run, and has none of its events.
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

        // First case: its own note. Second: the note of an earlier run. This run was killed before it had one, and gave
        // nothing out. Third: no exact note, but all it gave out was on disk. Fourth: none, so all it reserved.
        var isExact = note is { IsExact: true } exact && exact.Run <= Base;
        return isExact || Commits ? noted : Math.Max(noted, Reserved);
    }

    private static long Jump() =>
        1 + (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & (LongestJump - 1));
}

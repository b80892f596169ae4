using LiveFeed.Log.Runs;

namespace LiveFeed.Tests.Log;

/// <summary>How the run before ended, by what it left in the file and beside it.</summary>
public sealed class LastRunTests
{
    private const long Stored = 60;
    private const long Reserved = 1_000_000;

    // Stopped with (null: not stopped), at commit, what the note says (run, given, of this boot); what it gave out.
    public static TheoryData<string, long?, bool, long[]?, bool, long> Endings => new()
    {
        { "stopped", Stored, false, [50, Stored], true, Stored },
        { "stopped, and the note is lost", Stored, false, null, false, Stored },
        { "killed", null, false, [50, 75], true, 75 },
        { "killed before it noted anything", null, false, [0, 10], true, Stored },
        { "without power", null, false, [50, 75], false, Reserved },
        { "killed, and the note is lost", null, false, null, false, Reserved },
        { "killed at commit", null, true, [50, 75], true, 75 },
        { "without power at commit", null, true, null, false, Stored },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public void How_much_a_run_gave_out_is_known_exactly_or_bounded(
        string ending, long? clean, bool commits, long[]? noted, bool isExact, long given)
    {
        RunNote? note = noted is [var run, var last] ? new RunNote(run, last, isExact) : null;

        var runs = new LastRun(Base: 50, Stored, clean, commits, Reserved).End([new(0, 10, 10)], note);

        Assert.True(new LogRun(50, Stored, given) == runs.Past[^1], $"{ending}: {runs.Past[^1]}");
        Assert.InRange(runs.Current, Reserved + 1, Reserved + (1L << 32));
    }

    [Fact]
    public void A_note_of_a_run_that_the_file_does_not_know_tells_that_it_is_an_older_copy()
    {
        var runs = new LastRun(Base: 50, Stored: 60, Clean: 60, Commits: false, Reserved).End(
            [], new RunNote(5_000_000, 5_000_090, IsExact: true));

        Assert.Equal([new(50, 60, 60), new(5_000_000, 5_000_000, 5_000_090)], runs.Past);
        Assert.True(runs.Current > 5_000_090);
    }

    [Fact]
    public void No_two_starts_begin_at_the_same_place()
    {
        var last = new LastRun(Base: 0, Stored: 9, Clean: 9, Commits: false, Reserved: 9);

        var starts = Enumerable.Range(0, 100).Select(_ => last.End([], note: null).Current).ToList();

        Assert.Equal(100, starts.Distinct().Count());
        Assert.True(starts.Max() > 1L << 31, "it is a long jump");
    }
}

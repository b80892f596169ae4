using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Runs;

namespace LiveFeed.Tests.Log;

/// <summary>The sequences that a log gave out, and where its reader is told of lost events.</summary>
public sealed class LogRunsTests
{
    private const long Head = 5_010;

    // A crash that lost 91 to 100; a clean stop; two crashes, the first of which lost everything; a clean stop; the current
    // run.
    private static readonly LogRuns Runs = new(
        [
            new(0, 90, 100),
            new(1_000, 1_050, 1_050),
            new(2_000, 2_000, 2_010),
            new(3_000, 3_005, 3_007),
            new(4_000, 4_001, 4_001),
        ],
        current: 5_000);

    [Theory]
    [InlineData(0, null)]
    [InlineData(89, null)]
    [InlineData(90, 1_001L)]
    [InlineData(95, 1_001L)]
    [InlineData(100, 1_001L)]
    [InlineData(101, 1_001L)]
    [InlineData(999, 1_001L)]
    [InlineData(1_000, null)]
    [InlineData(1_050, null)]
    [InlineData(1_051, 3_001L)]
    [InlineData(2_000, 3_001L)]
    [InlineData(2_500, 3_001L)]
    [InlineData(3_000, null)]
    [InlineData(3_005, 4_001L)]
    [InlineData(4_001, null)]
    [InlineData(4_002, 5_001L)]
    [InlineData(5_000, null)]
    [InlineData(Head, null)]
    [InlineData(Head + 1, 5_001L)]
    [InlineData(long.MaxValue, 5_001L)]
    public void A_reader_at_a_sequence_is_told_of_a_loss_only_where_there_is_one(long sequence, long? before)
    {
        var gap = Runs.LossAt(sequence, Head);

        Assert.Equal(before is { } first ? new LogGap(sequence, first, GapReason.Lost) : null, gap);
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(1_000, 2_000)]
    [InlineData(1_050, 2_000)]
    [InlineData(95, 2_000)]
    [InlineData(3_000, 3_005)]
    [InlineData(3_006, long.MaxValue)]
    [InlineData(4_000, long.MaxValue)]
    [InlineData(5_003, long.MaxValue)]
    public void A_page_ends_before_the_next_loss(long after, long end) =>
        Assert.Equal(end, Runs.StartAfter(after, Head).End);

    [Theory]
    [InlineData(0, Head, 90 + 50 + 5 + 1 + 10)]
    [InlineData(80, 1_001, 11)]
    [InlineData(95, 999, 0)]
    [InlineData(100, 1_000, 0)]
    [InlineData(1_050, 5_001, 7)]
    [InlineData(5_010, 4_000, 0)]
    public void Holes_between_runs_are_no_events(long after, long through, long count) =>
        Assert.Equal(count, Runs.CountBetween(after, through));

    [Fact]
    public void Runs_of_which_nothing_is_retained_become_one_and_the_last_loss_is_kept()
    {
        Assert.Equal(Runs.Past, Runs.Forget(through: 99).Past);
        Assert.Equal(Runs.Past, Runs.Forget(through: 100).Past);
        Assert.Equal([new(0, 90, 100), new(1_000, 1_050, 1_050), .. Runs.Past[2..]], Runs.Forget(through: 1_050).Past);
        Assert.Equal([new(0, 2_000, 2_010), .. Runs.Past[3..]], Runs.Forget(through: 2_010).Past);
        Assert.Equal([new(0, 3_005, 3_007), new(4_000, 4_001, 4_001)], Runs.Forget(through: 4_500).Past);
        Assert.Equal(5_000, Runs.Forget(through: 4_500).Current);
        Assert.Equal([new(0, 20, 20)], new LogRuns([new(0, 5, 5), new(10, 20, 20)], current: 30).Forget(through: 25).Past);
    }

    [Fact]
    public void A_service_that_is_killed_for_ever_has_a_bounded_number_of_runs()
    {
        var runs = new LogRuns(
            [.. Enumerable.Range(0, 30_000).Select(i => new LogRun(10 * i, (10 * i) + 5, (10 * i) + 5))], current: 300_000);

        var bounded = runs.Forget(through: 0);

        Assert.InRange(bounded.Past.Length, 1_000, 10_001);
        Assert.Null(bounded.LossAt(9, 300_000));
        Assert.NotNull(bounded.LossAt(299_999, 300_000));
    }
}

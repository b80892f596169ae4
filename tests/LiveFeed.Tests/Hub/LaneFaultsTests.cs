using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub;

public sealed class LaneFaultsTests
{
    private readonly RecordingLogger<FeedHub> _lines = new();
    private readonly LaneFaults _faults;

    public LaneFaultsTests() => _faults = new LaneFaults(_lines);

    [Fact]
    public void Turns_that_fail_one_after_the_other_are_one_fault()
    {
        for (var fault = 0; fault < 2; fault++)
        {
            for (var turn = 0; turn < 10; turn++)
            {
                _faults.TurnFailed(new InvalidOperationException());
            }

            _faults.TurnEnded();
            _faults.TurnEnded();
        }

        Assert.Equal(["Error", "Information", "Error", "Information"], _lines.Messages.Select(Level));
    }

    [Fact]
    public void Visits_to_clients_that_fail_are_one_fault_while_turns_succeed()
    {
        for (var visit = 0; visit < 10; visit++)
        {
            _faults.TurnEnded();
            _faults.SweepFailed(new InvalidOperationException());
        }

        _faults.SweepEnded();

        Assert.Equal(["Error", "Information"], _lines.Messages.Select(Level));
    }

    [Fact]
    public void A_lane_that_is_overtaken_again_and_again_is_one_fault_until_it_has_caught_up()
    {
        _faults.CaughtUp();
        _faults.Missed(GapReason.Expired, events: 10);
        _faults.Missed(GapReason.Expired, events: 7);
        _faults.CaughtUp();
        _faults.CaughtUp();

        Assert.Equal(["Warning", "Information"], _lines.Messages.Select(Level));
        Assert.EndsWith("by 17 events", _lines.Messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_was_replaced_is_told_and_is_no_retention_that_overtakes()
    {
        _faults.Missed(GapReason.Epoch, events: 10);
        _faults.CaughtUp();

        Assert.Contains("was replaced", Assert.Single(_lines.Messages), StringComparison.Ordinal);
    }

    private static string Level(string line) => line.Split(':')[0];
}

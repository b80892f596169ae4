using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Tests.Log;

public sealed class LogEpochsTests
{
    [Fact]
    public void In_the_first_epoch_a_sequence_is_the_one_of_the_store()
    {
        var epochs = LogEpochs.First("a");

        Assert.Equal(new Position("a", 7), epochs.PositionOf(7));
        Assert.Equal(7, epochs.SequenceOf(new Position("a", 7)));
        Assert.Equal(("a", 0L), (epochs.Current, epochs.Base));
    }

    [Fact]
    public void Every_sequence_of_an_epoch_is_above_all_of_those_before_it()
    {
        var epochs = LogEpochs.First("a").Then("b", last: 7).Then("c", last: 8);

        Assert.Equal(
            [("a", 6L), ("a", 7L), ("b", 0L), ("c", 0L), ("c", 1L)],
            new long[] { 6, 7, 8, 9, 10 }.Select(epochs.PositionOf).Select(at => (at.Epoch, at.Sequence)));
        Assert.Equal(10, epochs.SequenceOf(new Position("c", 1)));
        Assert.Null(epochs.SequenceOf(new Position("b", 1)));
        Assert.Null(epochs.SequenceOf(new Position("d", 1)));
    }

    [Fact]
    public void A_store_that_comes_back_under_its_epoch_is_another_one()
    {
        var epochs = LogEpochs.First("a").Then("b", last: 7).Then("a", last: 9);

        Assert.Equal(new Position("a", 3), epochs.PositionOf(3));
        Assert.Equal(new Position("a", 3), epochs.PositionOf(epochs.Base + 3));
        Assert.Equal(epochs.Base + 3, epochs.SequenceOf(new Position("a", 3)));
    }

    [Fact]
    public void A_position_that_no_log_gives_out_overflows_nothing()
    {
        var epochs = LogEpochs.First("a").Then("b", last: 7);

        Assert.True(epochs.SequenceOf(new Position("b", long.MaxValue)) > 1L << 60);
    }

    [Fact]
    public void Epochs_long_past_are_forgotten_and_those_that_stand_there_still_have_a_position()
    {
        var epochs = LogEpochs.First("e0");
        for (var i = 1; i <= 5_000; i++)
        {
            epochs = epochs.Then($"e{i}", last: 10 * i);
        }

        Assert.Equal(new Position("e5000", 2), epochs.PositionOf(epochs.Base + 2));
        Assert.Equal(new Position("e4999", 5), epochs.PositionOf((10 * 4_999) + 1 + 5));
        Assert.Equal(0, epochs.PositionOf(3).Sequence);
    }

    [Fact]
    public void A_store_that_goes_on_with_another_epoch_keeps_the_positions_of_the_earlier_ones()
    {
        var epochs = LogEpochs.First("a").Continue("b").Continue("c");
        var (a, b, c) = (new Position("a", 7), new Position("b", 7), new Position("c", 9));
        long[] sequences = [epochs.SequenceOf(a)!.Value, epochs.SequenceOf(b)!.Value, epochs.SequenceOf(c)!.Value];

        Assert.Equal(sequences.Order(), sequences);
        Assert.Equal([a, b, c], sequences.Select(epochs.PositionOf));
        Assert.Equal(("c", 0L), (epochs.Current, epochs.Base));
        Assert.True(epochs.SequenceOf(a with { Sequence = long.MaxValue }) < epochs.SequenceOf(b with { Sequence = 0 }));
    }

    [Fact]
    public void A_replacement_forgets_the_positions_of_all_epochs_of_the_store_before()
    {
        var before = LogEpochs.First("a").Continue("b");
        var epochs = before.Then("c", before.CurrentBase + 7).Continue("d");

        Assert.Null(epochs.SequenceOf(new Position("a", 7)));
        Assert.Null(epochs.SequenceOf(new Position("b", 7)));
        Assert.Equal(new Position("b", 7), epochs.PositionOf(before.CurrentBase + 7));
        Assert.Equal(epochs.Base + 3, epochs.SequenceOf(new Position("c", 3)));
        Assert.Equal("d", epochs.Current);
    }
}

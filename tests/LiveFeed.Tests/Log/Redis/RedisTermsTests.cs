using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Redis;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>A node and a store that know different terms.</summary>
public sealed class RedisTermsTests
{
    private readonly RedisTerms _known = RedisTerms.First(["10 0", "20 5", "30 8"]);

    [Fact]
    public void A_term_that_the_store_has_lost_and_was_not_told_of_ends_where_the_store_went_on()
    {
        var terms = _known.Then(["10 0", "20 5", "40 7"], last: Sequence(_known, "30", 9), out var isReplaced);

        Assert.False(isReplaced);
        Assert.Equal("40", terms.Current);
        var head = terms.AfterTerm("30").Next;
        GapReason? LossAt(string term, long number) => terms.Runs.LossAt(Sequence(terms, term, number), head, true)?.Reason;
        Assert.Null(LossAt("10", 3));
        Assert.Null(LossAt("20", 7));
        Assert.Equal(GapReason.Lost, LossAt("20", 8));
        Assert.Equal(GapReason.Lost, LossAt("30", 9));
        Assert.Equal(terms.Epochs.SequenceOf(new Position("20", 7)), terms.SequenceOf(7));
        Assert.Equal(terms.Epochs.SequenceOf(new Position("40", 8)), terms.SequenceOf(8));
    }

    [Theory]
    [InlineData("10 0", "20 5", "40 9")]
    [InlineData("40 0")]
    [InlineData("11 0", "40 7")]
    public void A_store_that_had_other_events_in_the_place_of_lost_terms_is_another_one(params string[] stored)
    {
        var terms = _known.Then(stored, last: Sequence(_known, "30", 9), out var isReplaced);

        Assert.True(isReplaced);
        Assert.Null(terms.Epochs.SequenceOf(new Position("30", 9)));
    }

    private static long Sequence(RedisTerms terms, string term, long number) =>
        terms.Epochs.SequenceOf(new Position(term, number))!.Value;
}

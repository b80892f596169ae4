using LiveFeed.Client.Frames;

namespace LiveFeed.Tests.Client;

public sealed class LogPositionTests
{
    [Theory]
    [InlineData("a-2", "a-1", true)]
    [InlineData("a-10", "a-9", true)]
    [InlineData("a-99999999999999999999", "a-9", true)]
    [InlineData("a-2", "a-2", false)]
    [InlineData("a-9", "a-10", false)]
    [InlineData("a-0", "a-00", false)]
    [InlineData("b-1", "a-2", true)]
    [InlineData("a-1", null, true)]
    public void An_event_is_news_after_what_was_had_and_in_a_new_log(string position, string? had, bool expected) =>
        Assert.Equal(expected, LogPosition.IsAfter(position, had));

    [Theory]
    [InlineData("a-5", "a-7", 3, 1, "a-6")]
    [InlineData("a-5", "a-5", 1, 0, "a-5")]
    [InlineData("a-5", "a-9", 3, 0, "a-5")]
    [InlineData("a-5", "a-9", 3, 2, "a-9")]
    [InlineData("a-5", "a-9", 3, 1, null)]
    [InlineData("a-5", "b-7", 3, 1, null)]
    public void The_position_of_one_of_a_batch_is_told_only_for_sure(
        string first, string last, int count, int index, string? expected) =>
        Assert.Equal(expected, LogPosition.Within(first, last, count, index));

    [Theory]
    [InlineData("a-1", true)]
    [InlineData("closed", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_farewell_is_no_position(string? text, bool expected) => Assert.Equal(expected, LogPosition.IsOne(text));
}

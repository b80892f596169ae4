using LiveFeed.Client.Retrying;

namespace LiveFeed.Tests.Client;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(0, null, 0.0, 0)]
    [InlineData(0, null, 0.999, 1.998)]
    [InlineData(1, 3.0, 0.5, 3)]
    [InlineData(10, 3.0, 0.5, 15)]
    [InlineData(int.MaxValue, 0.001, 0.5, 15)]
    [InlineData(3, 600.0, 0.5, 300)]
    public void A_delay_is_a_random_part_of_a_doubled_and_bounded_time(
        int failed, double? hint, double random, double expected) => Assert.Equal(
        expected,
        RetryDelay.Of(
            failed, hint is { } seconds ? TimeSpan.FromSeconds(seconds) : null, null, TimeSpan.FromSeconds(30), random)
            .TotalSeconds,
        precision: 3);

    [Fact]
    public void What_the_service_asks_for_is_the_least() => Assert.Equal(
        TimeSpan.FromSeconds(99),
        RetryDelay.Of(0, null, TimeSpan.FromSeconds(99), TimeSpan.FromSeconds(30), 0.5));
}

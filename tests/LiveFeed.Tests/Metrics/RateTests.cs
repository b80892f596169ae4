using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class RateTests
{
    [Fact]
    public void A_rate_needs_two_samples()
    {
        var rate = new Rate();

        Assert.Null(rate.Next(1_000, Second(5)));
        Assert.Equal(250, rate.Next(1_500, Second(7)));
    }

    [Fact]
    public void A_counter_that_began_again_gives_no_rate_and_then_goes_on_from_there()
    {
        var rate = new Rate();
        rate.Next(1_000, Second(0));

        Assert.Null(rate.Next(10, Second(1)));
        Assert.Equal(20, rate.Next(30, Second(2)));
    }

    [Fact]
    public void Two_samples_of_the_same_moment_give_no_rate()
    {
        var rate = new Rate();
        rate.Next(1, Second(1));

        Assert.Null(rate.Next(2, Second(1)));
    }

    [Fact]
    public void The_largest_counter_there_is_gives_a_rate()
    {
        var rate = new Rate();
        rate.Next(ulong.MaxValue - 10, Second(0));

        Assert.Equal(10, rate.Next(ulong.MaxValue, Second(1)));
    }

    [Fact]
    public void A_group_adds_up_the_rates_of_its_devices()
    {
        var group = new RateGroup();

        Assert.Null(Sample(group, 0, ("a", 100), ("b", 1_000)));
        Assert.Equal(15, Sample(group, 2, ("a", 110), ("b", 1_020)));
    }

    [Fact]
    public void A_device_that_appears_or_vanishes_is_no_burst()
    {
        var group = new RateGroup();
        Sample(group, 0, ("a", 100));

        Assert.Equal(10, Sample(group, 1, ("a", 110), ("b", 1_000_000)));
        Assert.Equal(5, Sample(group, 2, ("b", 1_000_005)));
        Assert.Equal(1, Sample(group, 3, ("a", 0), ("b", 1_000_006)));
    }

    [Fact]
    public void A_device_that_began_again_makes_the_group_skip_that_sample()
    {
        var group = new RateGroup();
        Sample(group, 0, ("a", 100), ("b", 100));

        Assert.Null(Sample(group, 1, ("a", 3), ("b", 120)));
        Assert.Equal(2, Sample(group, 2, ("a", 4), ("b", 121)));
    }

    [Fact]
    public void A_group_of_no_devices_has_the_rate_0()
    {
        var group = new RateGroup();
        Sample(group, 0);

        Assert.Equal(0, Sample(group, 1));
    }

    private static double? Sample(RateGroup group, double seconds, params (string Device, ulong Total)[] counters)
    {
        group.Begin();
        foreach (var (device, total) in counters)
        {
            group.Add(device, total);
        }

        return group.End(Second(seconds));
    }

    private static TimeSpan Second(double seconds) => TimeSpan.FromSeconds(seconds);
}

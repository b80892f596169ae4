using LiveFeed.Bench.Load;

namespace LiveFeed.Tests.Bench;

public sealed class DeliveryTallyTests
{
    [Fact]
    public void Lost_and_repeated_events_are_counted_by_client_and_event()
    {
        var tally = new DeliveryTally(clients: 2, capacity: 200);
        var warmUp = tally.Send(now: 0);
        tally.Begin();
        var first = tally.Send(now: 0);
        var second = tally.Send(now: 0);

        foreach (var (client, number) in new[] { (0, warmUp), (0, second), (0, first), (1, second), (1, second) })
        {
            tally.Receive(client, number, now: 1);
        }

        Assert.Equal((4, 3, 1), (tally.Expected, tally.Delivered, tally.Duplicates));
    }

    [Fact]
    public void Percentiles_are_exact_to_the_microsecond()
    {
        var latencies = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 1_000; microseconds++)
        {
            latencies.Add(microseconds * 1_000);
        }

        Assert.Equal(
            (0.5, 0.99, 1.0), (latencies.Percentile(0.5), latencies.Percentile(0.99), latencies.LongestMilliseconds));
    }
}

using CsCheck;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// The log, the hub and its clients together, for any events, any clients that join, stall, leave and come back, and any
/// order in which their threads go on.
/// </summary>
public sealed class DeliveryProperties
{
    private static readonly Gen<FeedSetup> Setups = Gen.Select(
        Gen.Int[0, int.MaxValue], Gen.OneOf(0, 16), Gen.Int[1, 2], Gen.OneOf(1, 3, FeedSetup.Endless),
        (seed, window, lanes, queue) => new FeedSetup(seed, TimeSpan.FromMilliseconds(window), lanes, queue));

    [Fact]
    public void Every_client_is_sent_what_is_for_it_once_and_in_order_and_is_told_of_what_is_lost() =>
        Gen.Select(Setups, FeedStep.Any.Array[1, 60]).AllMust(
            input =>
            {
                using var run = new FeedRun(input.Item1);
                foreach (var step in input.Item2)
                {
                    step.Run(run);
                }

                run.Check();
            },
            share: 20,
            input => $"{input.Item1}: {string.Join("; ", input.Item2.Select(step => step.Text))}");
}

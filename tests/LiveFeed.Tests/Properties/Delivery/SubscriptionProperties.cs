using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>A client's subscription changes while events come and it stalls, in any order of threads.</summary>
public sealed class SubscriptionProperties
{
    private static readonly Gen<FeedSetup> Setups = Gen.Select(
        Gen.Int[0, int.MaxValue], Gen.OneOf(0, 16), Gen.OneOf(1, 3, FeedSetup.Endless),
        (seed, window, queue) => new FeedSetup(seed, TimeSpan.FromMilliseconds(window), Lanes: 1, queue));

    private static readonly Gen<TopicPattern[]> Initial = Gen.OneOf("a", "a/*", "b").Select(TopicPattern.Parse).Array[0, 2];

    private static readonly Gen<string[]> Before = Gen.OneOf(SubscriptionStep.Topics).Array[1, 5];

    [Fact]
    public void A_topic_that_is_added_brings_what_it_missed_and_then_each_event_once_and_in_order() =>
        Gen.Select(Setups, Initial, Gen.Bool, SubscriptionStep.Any.Array[1, 50], Before).AllMust(
            input =>
            {
                using var run = new SubscriptionRun(input.Item1, [.. input.Item2], input.Item3, input.Item5);
                foreach (var step in input.Item4)
                {
                    step.Run(run);
                }

                run.Check();
            },
            share: 20,
            input =>
                $"{input.Item1} after [{string.Join(' ', input.Item5)}] " +
                $"[{string.Join<TopicPattern>(' ', input.Item2)}] {input.Item3}: " +
                $"{string.Join("; ", input.Item4.Select(step => step.Text))}");
}

using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A live client whose own topic is quiet while others are busy. Retention passes events that were never for it. Whatever
/// happens, it gets no gap, and it gets its own events once and in order.
/// </summary>
public sealed class QuietProperties
{
    private static readonly Joining Begins = new(
        [TopicPattern.Parse("quiet")], User: null, AfterWhat.Nothing, Last: 0, IsDirect: true);

    private static readonly Gen<FeedStep> Step = Gen.OneOf(
        Gen.Int[1, 6].Select(count => new FeedStep($"others publish {count}", run => run.Publish(Events("loud", count)))),
        Gen.Int[1, 8].Select(count =>
            new FeedStep($"publish {count} ephemeral", run => run.Publish(Events("quiet", count, ephemeral: true)))),
        Gen.Int[1, 8].Select(count => new FeedStep($"publish {count}", run => run.Publish(Events("quiet", count)))),
        Gen.Const(new FeedStep("trim", run => run.Trim())),
        Gen.Const(new FeedStep("comes back", run =>
        {
            run.With(0, one => one.Go());
            run.Step(int.MaxValue);
            run.Join(0, Begins with { After = AfterWhat.LastSeen });
        })));

    [Fact]
    public void A_quiet_client_gets_no_gap_whatever_retention_passes() =>
        Gen.Select(
            Gen.Int[0, int.MaxValue], Gen.OneOf(0, 16), Gen.OneOf(1, 3, FeedSetup.Endless), Step.Array[1, 40]).AllMust(
            input =>
            {
                using var run = new FeedRun(
                    new FeedSetup(input.Item1, TimeSpan.FromMilliseconds(input.Item2), Lanes: 1, input.Item3));
                run.Join(0, Begins);
                run.Step(int.MaxValue);
                foreach (var step in input.Item4)
                {
                    step.Run(run);
                    run.Step(int.MaxValue);
                    run.Pass(TimeSpan.FromSeconds(1)); // time for the heartbeats of quiet clients
                    run.Step(int.MaxValue);
                }

                run.Check();
                Assert.All(run.Followers, follower => Assert.DoesNotContain(
                    EventStreamParser.Parse(follower.Received), seen => seen.Name == "livefeed.gap"));
            },
            share: 20,
            input =>
                $"{input.Item1}, {input.Item2} ms, " +
                $"queue {input.Item3}: {string.Join("; ", input.Item4.Select(step => step.Text))}");

    private static PostedEvent[] Events(string topic, int count, bool ephemeral = false) =>
        [
            .. Enumerable.Repeat(
                new PostedEvent(topic, Key: null, ToSlot: null, ToUser: null, ExceptSlot: null, ephemeral), count),
        ];
}

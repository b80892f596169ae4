using System.Globalization;
using CsCheck;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A log whose store is elsewhere, the hub and its clients together: the store answers late, fails, loses answers and is
/// replaced while events are published and clients join, change what they follow, stall, go and come back.
/// </summary>
public sealed class RemoteProperties
{
    private static readonly Gen<int> Slot = Gen.Int[0, RemoteRun.Slots - 1];

    private static readonly Gen<(string Text, Action<RemoteRun> Run)> Step = Gen.Frequency(
        (6, Gen.Select(Gen.OneOf("a", "a", "b"), Gen.Int[1, 5], Publish)),
        (5, Gen.Select(Slot, Gen.OneOf("a", "**"), Gen.Bool, Gen.Bool, Join)),
        (2, Gen.Select(Slot, Gen.OneOf("b", "**"), Subscribe)),
        (4, Gen.Select(Slot, Gen.OneOf<(string, Action<Follower>)>(
            ("stalls", one => one.Stall()),
            ("goes on", one => one.GoOn()),
            ("goes", one => one.Go()),
            ("clogs", one => one.Clog())), Act)),
        (3, Gen.OneOf(16, 1_000, 20_000).Select(Pass)),
        (8, Gen.OneOf(Gen.Int[1, 12], Gen.Const(int.MaxValue)).Select(GoOn)),
        (2, Gen.OneOf<(string, Action<RemoteRun>)>(
            ("the store is replaced", run => run.Replace()),
            ("the store is replaced", run => run.Replace()),
            ("the store is away", run => run.Store.IsAway = true),
            ("the store loses answers", run => run.Store.LosesAnswers = true),
            ("the store is back", run => (run.Store.IsAway, run.Store.LosesAnswers) = (false, false)))));

    private static readonly Gen<FeedSetup> Setups = Gen.Select(
        Gen.Int[0, int.MaxValue], Gen.OneOf(0, 16), Gen.Int[1, 2], Gen.OneOf(1, 3, FeedSetup.Endless),
        (seed, window, lanes, queue) => new FeedSetup(seed, TimeSpan.FromMilliseconds(window), lanes, queue));

    [Fact]
    public void Every_client_has_all_of_each_store_in_order_and_is_told_once_when_another_takes_its_place() =>
        Gen.Select(Setups, Gen.OneOf(1, 4, 1_000), Step.Array[1, 60]).AllMust(
            input =>
            {
                using var run = new RemoteRun(input.Item1, input.Item2);
                foreach (var (_, act) in input.Item3)
                {
                    act(run);
                }

                run.Check();
            },
            share: 20,
            input => $"{input.Item1}, {input.Item2} in memory: {string.Join("; ", input.Item3.Select(step => step.Text))}");

    private static (string Text, Action<RemoteRun> Run) Publish(string topic, int count) =>
        (Formatted($"publish {count} to {topic}"), run => run.Publish(topic, count));

    private static (string Text, Action<RemoteRun> Run) Join(int slot, string topic, bool comesBack, bool isDirect) => (
        Formatted($"{slot} {(comesBack ? "comes back" : "joins")} to {topic}{(isDirect ? " direct" : "")}"),
        run => run.Join(slot, topic, comesBack, isDirect));

    private static (string Text, Action<RemoteRun> Run) Subscribe(int slot, string topic) =>
        (Formatted($"{slot} subscribes to {topic}"), run => run.Subscribe(slot, topic));

    private static (string Text, Action<RemoteRun> Run) Act(int slot, (string Text, Action<Follower> Do) act) =>
        (Formatted($"{slot} {act.Text}"), run => run.With(slot, act.Do));

    private static (string Text, Action<RemoteRun> Run) Pass(int milliseconds) =>
        (Formatted($"{milliseconds} ms pass"), run => run.Pass(TimeSpan.FromMilliseconds(milliseconds)));

    private static (string Text, Action<RemoteRun> Run) GoOn(int most) =>
        (most == int.MaxValue ? "all is done" : Formatted($"{most} go on"), run => run.Step(most));

    private static string Formatted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>Something that happens to a follower whose topics change.</summary>
internal sealed record SubscriptionStep(string Text, Action<SubscriptionRun> Run)
{
    /// <summary>Every topic that is published to.</summary>
    internal static readonly string[] Topics = ["a", "a/b", "a/c", "b"];

    private static readonly Gen<TopicPattern> Pattern =
        Gen.OneOf("a", "a/b", "a/*", "a/**", "b", "**").Select(TopicPattern.Parse);

    private static readonly Gen<SubscriptionStep> Publish = Gen.OneOf(Topics).Array[1, 5].Select(topics =>
        new SubscriptionStep($"publish {string.Join(' ', topics)}", run => run.Publish(topics)));

    // From this many events ago, or from now.
    private static readonly Gen<SubscriptionStep> Subscribe = Gen.Select(
        Pattern,
        Gen.OneOf(-1, -1, 0, 2, 5, 100),
        Gen.Bool,
        (pattern, ago, opens) => new SubscriptionStep(
            string.Create(
                CultureInfo.InvariantCulture, $"subscribe {pattern} after {ago}{(opens ? " with an opening" : "")}"),
            run => run.Subscribe(pattern, ago < 0 ? null : ago, opens)));

    private static readonly Gen<SubscriptionStep> Unsubscribe = Pattern.Select(pattern =>
        new SubscriptionStep($"unsubscribe {pattern}", run => run.Unsubscribe(pattern)));

    private static readonly Gen<SubscriptionStep> Act = Gen.OneOf<(string, Action<Follower>)>(
        ("stall", one => one.Stall()),
        ("go on", one => one.GoOn()),
        ("go on", one => one.GoOn()),
        ("clog", one => one.Clog()))
        .Select(act => new SubscriptionStep(act.Item1, run => run.With(act.Item2)));

    private static readonly Gen<SubscriptionStep> Pass = Gen.OneOf(1, 16, 20_000).Select(milliseconds =>
        new SubscriptionStep(
            string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms"),
            run => run.Feed.Pass(TimeSpan.FromMilliseconds(milliseconds))));

    private static readonly Gen<SubscriptionStep> Step = Gen.OneOf(Gen.Int[1, 10], Gen.Const(int.MaxValue)).Select(most =>
        new SubscriptionStep(
            most == int.MaxValue ? "all" : string.Create(CultureInfo.InvariantCulture, $"{most} steps"),
            run => run.Feed.Step(most)));

    internal static Gen<SubscriptionStep> Any { get; } =
        Gen.Frequency((8, Publish), (4, Subscribe), (3, Unsubscribe), (3, Act), (2, Pass), (9, Step));
}

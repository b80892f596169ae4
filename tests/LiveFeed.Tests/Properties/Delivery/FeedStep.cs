using System.Globalization;
using CsCheck;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>Something that happens to a feed.</summary>
internal sealed record FeedStep(string Text, Action<FeedRun> Run)
{
    private static readonly Gen<int> Slot = Gen.Int[0, FeedRun.Slots - 1];

    private static readonly Gen<PostedEvent> Event = Gen.Select(
        Gen.OneOf("a", "a", "a/b", "b", null),
        Gen.OneOf(null, null, "k", "l"),
        Gen.Frequency<int?>((8, Gen.Const((int?)null)), (1, Slot.Select(slot => (int?)slot))),
        Gen.OneOf(null, null, null, null, null, null, "ada"),
        Gen.Frequency<int?>((6, Gen.Const((int?)null)), (1, Slot.Select(slot => (int?)slot))),
        Gen.Int[0, 5],
        (topic, key, toSlot, toUser, exceptSlot, kind) =>
            new PostedEvent(topic, key, toSlot, toUser, exceptSlot, kind == 0));

    private static readonly Gen<FeedStep> Publish = Event.Array[1, 6].Select(events =>
        new FeedStep($"publish {string.Join(", ", events.Select(Print))}", run => run.Publish(events)));

    private static readonly Gen<FeedStep> Join = Gen.Select(
        Slot,
        Gen.OneOf("a", "a/*", "a/**", "**", "b").Array[0, 3],
        Gen.OneOf(null, "ada"),
        Gen.Frequency((4, AfterWhat.Nothing), (6, AfterWhat.LastSeen), (1, AfterWhat.Elsewhere), (1, AfterWhat.NeverGiven)),
        Gen.OneOf(0, 0, 1, 3),
        Gen.Bool,
        Gen.OneOf<int?>(null, null, 0, 18).Select(window =>
            window is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null),
        (slot, topics, user, after, last, isDirect, window) => new FeedStep(
            Formatted($"{slot} joins [{string.Join(' ', topics)}] of {user} after {after} last {last} ") +
            Formatted($"window {window} direct {isDirect}"),
            run => _ = run.Join(
                slot,
                new Joining([.. topics.Select(TopicPattern.Parse)], user, after, last, isDirect) { Window = window })));

    private static readonly Gen<FeedStep> Act = Gen.Select(
        Slot,
        Gen.OneOf<(string, Action<Follower>)>(
            ("stalls", one => one.Stall()),
            ("stalls", one => one.Stall()),
            ("goes on", one => one.GoOn()),
            ("goes on", one => one.GoOn()),
            ("goes", one => one.Go()),
            ("clogs", one => one.Clog()),
            ("is sent away", one => one.Client?.Close(CloseReason.Kicked))),
        (slot, act) => new FeedStep(Formatted($"{slot} {act.Item1}"), run => run.With(slot, act.Item2)));

    private static readonly Gen<FeedStep> Pass = Gen.OneOf(1, 16, 16, 20_000).Select(milliseconds =>
        new FeedStep(Formatted($"{milliseconds} ms pass"), run => run.Pass(TimeSpan.FromMilliseconds(milliseconds))));

    private static readonly Gen<FeedStep> Step = Gen.OneOf(Gen.Int[1, 12], Gen.Const(int.MaxValue)).Select(most =>
        new FeedStep(most == int.MaxValue ? "all is done" : Formatted($"{most} go on"), run => run.Step(most)));

    private static readonly Gen<FeedStep> Trim = Gen.Const(new FeedStep("trim", run => run.Trim()));

    internal static Gen<FeedStep> Any { get; } = Gen.Frequency(
        (6, Publish), (5, Join), (5, Act), (3, Pass), (8, Step), (1, Trim));

    private static string Print(PostedEvent e) => string.Concat(
        e.Topic ?? "-",
        e.Key is null ? "" : $" key {e.Key}",
        e.ToSlot is null ? e.ToUser is null ? "" : $" to {e.ToUser}" : Formatted($" to {e.ToSlot}"),
        e.ExceptSlot is null ? "" : Formatted($" except {e.ExceptSlot}"),
        e.Ephemeral ? " ephemeral" : "");

    private static string Formatted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using CsCheck;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties;

/// <summary>Something that is done with a log.</summary>
internal sealed record LogStep(string Text, Func<LogRun, Task> Run)
{
    private static readonly Gen<LogStep> Append = PostedEvents.One.Array[0, 6].Select(events =>
        new LogStep($"append {string.Join(", ", events.Select(PostedEvents.Print))}", run => run.AppendAsync(events)));

    private static readonly Gen<LogStep> Look = Gen.OneOf("**", "a", "a/**", "*").Select(pattern => new LogStep(
        $"topics {pattern}", run => run.LookAtTopicsAsync(TopicPattern.Parse(pattern))));

    private static readonly Gen<LogStep> Find = Gen.Int[0, 70].Select(ago =>
        new LogStep(Formatted($"find the time {ago} minutes ago"), run => run.FindTimeAsync(ago)));

    private static readonly Gen<LogStep> Wait = Gen.Int[1, 40].Select(minutes => new LogStep(
        Formatted($"{minutes} minutes pass"), run =>
        {
            run.Time.Advance(TimeSpan.FromMinutes(minutes));
            return Task.CompletedTask;
        }));

    /// <summary>Reads and looks that change nothing.</summary>
    internal static Gen<LogStep> Question { get; } = Gen.Frequency(
        (3, Read(40, 5)), (2, Back(40, 5)), (3, Last(4)), (1, Look), (1, Find));

    /// <summary>
    /// Any step but trimming, which the test does itself when the old events are where trimming finds them.
    /// </summary>
    internal static Gen<LogStep> Any { get; } = Gen.Frequency((4, Append), (5, Question), (1, Wait));

    /// <summary>Questions to a log of this many events.</summary>
    internal static Gen<LogStep> Deep(int events) =>
        Gen.Frequency((3, Read(events, 5_000)), (2, Back(events, 5_000)), (3, Last(events / 3)), (1, Look));

    private static Gen<LogStep> Read(int events, int mostLimit) => Gen.Select(
        Gen.Int[0, events],
        PostedEvents.Subscription.Null(),
        Gen.Int[1, mostLimit],
        Gen.Bool,
        (after, subscription, limit, conflate) => new LogStep(
            Formatted($"read after {after}, {limit} a page{(conflate ? ", conflated" : "")}, ") +
            (subscription is null ? "all" : PostedEvents.Print(subscription)),
            run => run.ReadAsync(after, subscription, limit, conflate)));

    private static Gen<LogStep> Back(int events, int mostLimit) => Gen.Select(
        Gen.Int[0, events], PostedEvents.Subscription, Gen.Int[1, mostLimit], (before, subscription, limit) => new LogStep(
            Formatted($"read back from {before}, {limit} a page, {PostedEvents.Print(subscription)}"),
            run => run.ReadBackAsync(before, subscription, limit)));

    private static Gen<LogStep> Last(int most) => Gen.Select(
        Gen.Int[0, most], PostedEvents.Subscription, (count, subscription) => new LogStep(
            Formatted($"last {count}, {PostedEvents.Print(subscription)}"), run => run.ReadLastAsync(count, subscription)));

    private static string Formatted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

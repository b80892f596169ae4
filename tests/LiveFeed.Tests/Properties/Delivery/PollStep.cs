using CsCheck;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>Something that happens to a client that polls.</summary>
internal sealed record PollStep(string Text, Func<PollRun, Task> Run)
{
    /// <summary>The topics that are published to: the client begins with the first, and adds others.</summary>
    internal static readonly string[] Topics = ["a", "b", "c"];

    private static readonly Gen<PollStep> Publish = Gen.Select(
        Gen.OneOf(Topics).Array[1, 6],
        Gen.Bool,
        (topics, isEphemeral) => new PollStep(
            $"publish {string.Join(' ', topics)}{(isEphemeral ? " ephemeral" : "")}",
            run => run.PublishAsync(topics, isEphemeral)));

    private static readonly Gen<PollStep> Other = Gen.OneOf(
        new PollStep("poll", run => run.PollAsync()),
        new PollStep("poll", run => run.PollAsync()),
        new PollStep("lose an answer", run => run.LoseAsync()),
        new PollStep("poll twice at once", run => run.PollTwiceAsync()),
        new PollStep("cut a poll", run => run.CutAsync()),
        new PollStep("poll while something comes", run => run.PollWhilePublishingAsync()),
        new PollStep("repeat a poll late", run => run.RepeatLateAsync()),
        new PollStep("be forgotten", run => run.BeForgottenAsync()));

    private static readonly Gen<PollStep> Add = Gen.OneOf("b", "c").Select(
        topic => new PollStep($"add {topic}", run => run.AddAsync(topic)));

    internal static Gen<PollStep> Any { get; } = Gen.Frequency((6, Publish), (9, Other), (2, Add));
}

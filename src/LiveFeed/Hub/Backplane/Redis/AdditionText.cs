using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>A <see cref="SubscriptionAddition"/> on its way to another node.</summary>
internal sealed record AdditionText(
    IReadOnlyList<string> Topics, string? After, int Last, byte[]? Request, DateTimeOffset? Until)
{
    internal static AdditionText Of(SubscriptionAddition addition) => new(
        [.. addition.Topics.Select(topic => topic.Text)],
        addition.After?.ToString(),
        addition.Last,
        addition.Request,
        addition.Until);

    internal SubscriptionAddition Read() => new()
    {
        Topics = [.. Topics.Select(TopicPattern.Parse)],
        After = After is null ? null
            : Position.TryParse(After, out var position) ? position
            : throw new FormatException($"'{After}' is no position"),
        Last = Last,
        Request = Request,
        Until = Until,
    };
}

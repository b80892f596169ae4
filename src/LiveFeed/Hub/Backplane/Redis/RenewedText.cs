using LiveFeed.Clients.Renewing;
using LiveFeed.Events;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>A <see cref="RenewedAccess"/> on its way from another node.</summary>
internal sealed record RenewedText(RenewalOutcome Outcome, DateTimeOffset? Expires, IReadOnlyList<string> Forbidden)
{
    internal static RenewedText Of(RenewedAccess renewed) =>
        new(renewed.Outcome, renewed.Expires, [.. renewed.Forbidden.Select(topic => topic.Text)]);

    internal RenewedAccess Read() => new(Outcome, Expires) { Forbidden = [.. Forbidden.Select(TopicPattern.Parse)] };
}

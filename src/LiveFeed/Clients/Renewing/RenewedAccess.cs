using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Renewing;

/// <summary>The answer to newer credentials for an open stream.</summary>
/// <param name="Outcome">Whether they were taken. If not, the stream goes on as before.</param>
/// <param name="Expires">When the stream's access expires now; null: never.</param>
internal sealed record RenewedAccess(RenewalOutcome Outcome, DateTimeOffset? Expires = null)
{
    /// <summary>No node has the stream.</summary>
    internal static RenewedAccess Left { get; } = new(RenewalOutcome.Left);

    /// <summary>Topics that the stream follows and the newer credentials do not allow.</summary>
    internal ImmutableArray<TopicPattern> Forbidden { get; init; } = [];
}

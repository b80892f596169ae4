using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>How a client joins.</summary>
internal sealed record Joining(ImmutableArray<TopicPattern> Topics, string? User, AfterWhat After, int Last, bool IsDirect)
{
    /// <summary>The flush window that it asks for; null for the feed's.</summary>
    internal TimeSpan? Window { get; init; }
}

using System.Text.Json;

namespace LiveFeed.Streaming.Polling;

/// <summary>An event that came.</summary>
internal sealed record PolledEvent
{
    /// <summary>Where it stands in the feed; null for an ephemeral event.</summary>
    public required string? Position { get; init; }

    /// <summary>Where it belongs; null for a broadcast.</summary>
    public required string? Topic { get; init; }

    /// <summary>Its name.</summary>
    public required string Event { get; init; }

    /// <summary>When it happened, as its producer says, or else when it was received.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was published; text as a JSON string.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>Whose latest value it was; left out when it has none.</summary>
    public string? Key { get; init; }
}

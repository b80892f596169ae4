using System.Text.Json.Serialization;
using LiveFeed.Log;

namespace LiveFeed.Publishing;

/// <summary>
/// What a producer is told, with status 202: the events have their positions and are as durable as configured.
/// </summary>
public sealed record PublishAnswer
{
    /// <summary>Events accepted: stored, sent (ephemeral ones), or stored already under the same id.</summary>
    public required int Accepted { get; init; }

    /// <summary>Of the events that have one; null when all were ephemeral.</summary>
    public required PositionRange? Positions { get; init; }

    /// <summary>Of the accepted, how many were stored already by an earlier publish of the same id.</summary>
    public required int Duplicates { get; init; }

    /// <summary>NDJSON only: the lines that were refused, the first 1,000 of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RejectedLine>? Rejected { get; init; }

    internal static PublishAnswer Of(int events, IReadOnlyList<Receipt> receipts) => new()
    {
        Accepted = events,
        Positions = PositionRange.Of(receipts),
        Duplicates = receipts.Count(receipt => receipt.Duplicate),
    };
}

using System.ComponentModel.DataAnnotations;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

/// <summary>Whom an event is for: exactly one of the two.</summary>
internal sealed record PostedTarget
{
    /// <summary>
    /// The <c>clientId</c> of one connection, as <c>livefeed.connected</c> and <c>GET /clients</c> tell it.
    /// </summary>
    [MinLength(1), MaxLength(EventFields.MaxIdLength)]
    public string? Client { get; init; }

    /// <summary>A user, at every connection that is theirs.</summary>
    [MinLength(1), MaxLength(EventFields.MaxIdLength)]
    public string? User { get; init; }
}

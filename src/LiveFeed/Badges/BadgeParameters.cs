using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Badges;

/// <summary>The parameters of <c>GET /badge.svg</c>, as they were given.</summary>
internal sealed record BadgeParameters : PictureParameters
{
    /// <summary>Above it, the badge says so; likewise with the next three.</summary>
    [FromQuery(Name = "warningAbove"), Reads(typeof(double))]
    public string? WarningAbove { get; init; }

    /// <summary>Below it.</summary>
    [FromQuery(Name = "warningBelow"), Reads(typeof(double))]
    public string? WarningBelow { get; init; }

    /// <summary>Above it.</summary>
    [FromQuery(Name = "criticalAbove"), Reads(typeof(double))]
    public string? CriticalAbove { get; init; }

    /// <summary>Below it.</summary>
    [FromQuery(Name = "criticalBelow"), Reads(typeof(double))]
    public string? CriticalBelow { get; init; }

    /// <summary>
    /// A value older than this time span is no longer believed, and the badge says how old it is: <c>00:05:00</c>. Without
    /// it, any age is fine.
    /// </summary>
    [FromQuery(Name = "stale")]
    public string? Stale { get; init; }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Query.Series;

/// <summary>
/// The parameters that <c>GET /history/series</c> and <c>/history/states</c> have in common, as they were given.
/// </summary>
internal sealed record SeriesParameters
{
    /// <summary>
    /// Topics or patterns, max 100 (<c>LiveFeed:Limits:TopicsPerClient</c>). Without it: all that the credentials allow.
    /// </summary>
    /// <example>["metrics/**"]</example>
    [FromQuery(Name = "topic")]
    public string[]? Topic { get; init; }

    /// <summary>
    /// Only values received since this time: a time such as <c>2026-01-31T10:00:00Z</c>, or a time span back from now.
    /// Without it: one hour back.
    /// </summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>Only values received until then, written in the same ways. Without it, now.</summary>
    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    /// <summary>Into how many equal parts the time is cut.</summary>
    [FromQuery(Name = "buckets"), Reads(typeof(int)), Range(1, SeriesEndpoint.MaxBuckets)]
    [DefaultValue(SeriesEndpoint.DefaultBuckets)]
    public string? Buckets { get; init; }
}

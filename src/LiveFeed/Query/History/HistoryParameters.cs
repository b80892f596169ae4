using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Query.History;

/// <summary>The parameters of <c>GET /history</c>, as they were given.</summary>
internal sealed record HistoryParameters
{
    /// <summary>
    /// Topics or patterns, at most 100 (<c>LiveFeed:Limits:TopicsPerClient</c>). Without it, everything that one may follow.
    /// </summary>
    /// <example>["**"]</example>
    [FromQuery(Name = "topic")]
    public string[]? Topic { get; init; }

    /// <summary>
    /// Only events after this position, for example <c>c846beefd8-106</c>. One of an earlier epoch (another life of the log)
    /// is before everything. Where events after it are no longer there, <c>gap</c> says so.
    /// </summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>
    /// Only events received since then: a time such as <c>2026-01-31T10:00:00Z</c>, or a time span back from now such as
    /// <c>00:05:00</c>.
    /// </summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>Only events received until then, written in the same ways.</summary>
    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    /// <summary>At most so many events, the oldest.</summary>
    [FromQuery(Name = "limit"), Reads(typeof(int)), Range(1, HistoryEndpoint.MaxLimit)]
    [DefaultValue(HistoryEndpoint.DefaultLimit)]
    public string? Limit { get; init; }

    /// <summary>At most so many events, the newest; instead of <c>limit</c>.</summary>
    [FromQuery(Name = "newest"), Reads(typeof(int)), Range(1, HistoryEndpoint.MaxLimit)]
    public string? Newest { get; init; }

    /// <summary>
    /// At most so many events of each topic, its newest; instead of <c>limit</c>. They are 10,000 at most in all:
    /// <c>leftOut</c> says how many topics, the last by name, have no place among them.
    /// </summary>
    [FromQuery(Name = "newestOfEach"), Reads(typeof(int)), Range(1, HistoryEndpoint.MaxOfEach)]
    public string? NewestOfEach { get; init; }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Query.History;

/// <summary>The parameters of <c>GET /history</c>, as they were given.</summary>
internal sealed record HistoryParameters
{
    /// <summary>
    /// Topics or patterns, max 100 (<c>LiveFeed:Limits:TopicsPerClient</c>). Without it: all that the credentials allow.
    /// </summary>
    /// <example>["**"]</example>
    [FromQuery(Name = "topic")]
    public string[]? Topic { get; init; }

    /// <summary>
    /// Only events after this position, for example <c>c846beefd8-106</c>. A position of an earlier epoch (another life of
    /// the log) is before all events. If events after it are lost, the answer has <c>gap</c>.
    /// </summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>
    /// Only events received since this time: a time such as <c>2026-01-31T10:00:00Z</c>, or a time span back from now such
    /// as <c>00:05:00</c>.
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
    /// The newest events of each topic, max this many; instead of <c>limit</c>. Max 10,000 in all: <c>leftOut</c> is the
    /// number of topics, the last by name, that found no place.
    /// </summary>
    [FromQuery(Name = "newestOfEach"), Reads(typeof(int)), Range(1, HistoryEndpoint.MaxOfEach)]
    public string? NewestOfEach { get; init; }
}

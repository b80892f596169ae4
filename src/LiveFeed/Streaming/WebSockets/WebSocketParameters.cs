using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Clients;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>The parameters of <c>GET /ws</c>, as they were given.</summary>
internal sealed record WebSocketParameters
{
    /// <summary>Topics or patterns to follow from the beginning, as for <c>/events</c>. More by <c>subscribe</c>.</summary>
    /// <example>["orders/**"]</example>
    [FromQuery(Name = "topic")]
    public string[]? Topic { get; init; }

    /// <summary>Resume after this position. For example <c>c846beefd8-106</c>.</summary>
    [FromQuery(Name = "lastEventId")]
    public string? LastEventId { get; init; }

    /// <summary>Another name of <c>lastEventId</c>, which wins over it. For example <c>c846beefd8-106</c>.</summary>
    [FromQuery(Name = "last_event_id")]
    public string? LastEventIdInSnakeCase { get; init; }

    /// <summary>Without a position: first send up to this many retained events, oldest first.</summary>
    [FromQuery(Name = "last"), Reads(typeof(int)), Range(0, JoinRequest.MaxLast), DefaultValue(0)]
    public string? Last { get; init; }

    /// <summary>Max one write in this time, in milliseconds, up to 60000.</summary>
    [FromQuery(Name = "window"), Reads(typeof(int)), Range(0, 60_000)]
    public string? Window { get; init; }

    /// <summary>Events that leave together are one message, <c>events</c>.</summary>
    [FromQuery(Name = "batch"), Reads(typeof(bool)), DefaultValue(false)]
    public string? Batch { get; init; }

    /// <summary>The position to resume after, and the parameter that gave it.</summary>
    internal (string Name, string? Id) Resume() =>
        LastEventId is { Length: > 0 } id ? ("lastEventId", id) : ("last_event_id", LastEventIdInSnakeCase);
}

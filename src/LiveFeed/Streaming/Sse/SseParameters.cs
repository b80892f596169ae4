using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Clients;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Streaming.Sse;

/// <summary>The parameters of <c>GET /events</c>, as they were given.</summary>
internal sealed record SseParameters
{
    internal const string LastEventIdHeader = "Last-Event-ID";

    /// <summary>
    /// Topics or patterns to follow, at most 100 (<c>LiveFeed:Limits:TopicsPerClient</c>); in a pattern a segment <c>*</c>
    /// is any one segment, a last <c>**</c> any rest. Without it, only what is broadcast or sent to this client.
    /// </summary>
    /// <example>["orders/**"]</example>
    [FromQuery(Name = "topic")]
    public string[]? Topic { get; init; }

    /// <summary>
    /// Resume after this position, as an event's <c>id</c> gave it. Wins over the query. For example <c>c846beefd8-106</c>.
    /// </summary>
    [FromHeader(Name = LastEventIdHeader)]
    public string? LastEventIdOfHeader { get; init; }

    /// <summary>
    /// Resume after this position, for clients that cannot set headers. For example <c>c846beefd8-106</c>.
    /// </summary>
    [FromQuery(Name = "lastEventId")]
    public string? LastEventId { get; init; }

    /// <summary>Another name of <c>lastEventId</c>, which wins over it. For example <c>c846beefd8-106</c>.</summary>
    [FromQuery(Name = "last_event_id")]
    public string? LastEventIdInSnakeCase { get; init; }

    /// <summary>
    /// Without a position: first send up to this many retained events, oldest first; of events with a key, the latest
    /// of each key. <c>1</c> with keyed events is what a dashboard begins with.
    /// </summary>
    [FromQuery(Name = "last"), Reads(typeof(int)), Range(0, JoinRequest.MaxLast), DefaultValue(0)]
    public string? Last { get; init; }

    /// <summary>
    /// <c>data</c> is <c>{"position","topic","event","time","data"}</c> on one line instead of the bare data, for clients
    /// that follow many topics.
    /// </summary>
    [FromQuery(Name = "envelope"), Reads(typeof(bool)), DefaultValue(false)]
    public string? Envelope { get; init; }

    /// <summary>
    /// At most one write in this time, in milliseconds, up to 60000: what comes meanwhile leaves together, of each key only
    /// the latest. Without it, <c>LiveFeed:Delivery:FlushWindow</c>.
    /// </summary>
    [FromQuery(Name = "window"), Reads(typeof(int)), Range(0, 60_000)]
    public string? Window { get; init; }

    /// <summary>
    /// Where the client resumes, and how it said so. The header wins: a browser that reconnects repeats the query of its
    /// first request.
    /// </summary>
    internal (string Name, string Id) Resume() =>
        LastEventIdOfHeader is { Length: > 0 } header ? (LastEventIdHeader, header)
        : LastEventId is { Length: > 0 } id ? ("lastEventId", id)
        : ("last_event_id", LastEventIdInSnakeCase ?? "");
}

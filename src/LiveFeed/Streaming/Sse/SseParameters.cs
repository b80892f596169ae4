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
    /// Topics or patterns to follow, max 100 (<c>LiveFeed:Limits:TopicsPerClient</c>). In a pattern, a segment <c>*</c> is
    /// any one segment, a last <c>**</c> any rest. Without it: only broadcasts and events for this client.
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
    /// of each key. A dashboard uses <c>1</c> with keyed events.
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
    /// Max one write in this time, in milliseconds, up to 60000. Events of that time leave together, of each key only the
    /// latest. Without it: <c>LiveFeed:Delivery:FlushWindow</c>.
    /// </summary>
    [FromQuery(Name = "window"), Reads(typeof(int)), Range(0, 60_000)]
    public string? Window { get; init; }

    /// <summary>
    /// Rooms that the client is in while it is connected: it follows <c>rooms/{room}</c> and <c>rooms/{room}/members</c>,
    /// and the others are told when its user joins and leaves. Max 20 (<c>LiveFeed:Rooms:PerClient</c>).
    /// </summary>
    /// <example>["general"]</example>
    [FromQuery(Name = "room")]
    public string[]? Room { get; init; }

    /// <summary>Who it is in its rooms. Required with a room, except with a token: then it is its <c>sub</c>.</summary>
    /// <example>ada</example>
    [FromQuery(Name = "userId"), Reads(typeof(string))]
    public string[]? UserId { get; init; }

    /// <summary>The name that its rooms show.</summary>
    /// <example>Ada</example>
    [FromQuery(Name = "username"), Reads(typeof(string))]
    public string[]? Username { get; init; }

    /// <summary>
    /// The position to resume after, and the parameter that gave it. The header wins: a browser that reconnects repeats the
    /// query of its first request.
    /// </summary>
    internal (string Name, string Id) Resume() =>
        LastEventIdOfHeader is { Length: > 0 } header ? (LastEventIdHeader, header)
        : LastEventId is { Length: > 0 } id ? ("lastEventId", id)
        : ("last_event_id", LastEventIdInSnakeCase ?? "");
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Clients;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Streaming.Polling;

/// <summary>The parameters of <c>GET /poll</c>, as they were given.</summary>
internal sealed record PollParameters
{
    /// <summary>
    /// Topics or patterns to follow, max 100 (<c>LiveFeed:Limits:TopicsPerClient</c>). In a pattern, a segment <c>*</c> is
    /// any one segment, a last <c>**</c> any rest. Without it: only broadcasts and events for this client. Repeat it in each
    /// poll: it counts whenever the client is a new one.
    /// </summary>
    /// <example>["orders/**"]</example>
    [FromQuery(Name = "topic")]
    public string[]? Topic { get; init; }

    /// <summary>
    /// Go on after this position: the <c>next</c> of the last answer, or the position of an event. For example
    /// <c>c846beefd8-106</c>.
    /// </summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>
    /// The <c>clientId</c> of the last answer. A client that is not known (any more) goes on as a new one, with another
    /// <c>clientId</c>.
    /// </summary>
    [FromQuery(Name = "client"), Reads(typeof(string))]
    public string[]? Client { get; init; }

    /// <summary>How long the answer may wait for something to come, in seconds. <c>0</c>: not at all.</summary>
    [FromQuery(Name = "wait"), Reads(typeof(int)), Range(0, PollRequest.MaxWait), DefaultValue(PollRequest.DefaultWait)]
    public string? Wait { get; init; }

    /// <summary>
    /// A new client without a position: first send up to this many retained events, oldest first; of events with a key, the
    /// latest of each key.
    /// </summary>
    [FromQuery(Name = "last"), Reads(typeof(int)), Range(0, JoinRequest.MaxLast), DefaultValue(0)]
    public string? Last { get; init; }

    /// <summary>
    /// A new client: max one answer with events in this time, in milliseconds, up to 60000. Events of that time leave
    /// together, of each key only the latest. Without it: <c>LiveFeed:Delivery:FlushWindow</c>.
    /// </summary>
    [FromQuery(Name = "window"), Reads(typeof(int)), Range(0, 60_000)]
    public string? Window { get; init; }

    /// <summary>
    /// Rooms that the client is in, also between its polls: it follows <c>rooms/{room}</c> and <c>rooms/{room}/members</c>.
    /// Max 20 (<c>LiveFeed:Rooms:PerClient</c>). Repeat it in each poll, like <c>topic</c>.
    /// </summary>
    /// <example>["general"]</example>
    [FromQuery(Name = "room")]
    public string[]? Room { get; init; }

    /// <summary>Who it is in its rooms. Required with a room, except with a token: then it is its <c>sub</c>.</summary>
    /// <example>ada</example>
    [FromQuery(Name = "userId"), Reads(typeof(string))]
    public string[]? UserId { get; init; }

    /// <summary>Its name in its rooms, to show.</summary>
    /// <example>Ada</example>
    [FromQuery(Name = "username"), Reads(typeof(string))]
    public string[]? Username { get; init; }
}

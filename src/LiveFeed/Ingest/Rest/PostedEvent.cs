using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

/// <summary>
/// An event as it is posted. A member that it does not know is an error; one that is null counts as left out, but for
/// <c>data</c>.
/// </summary>
// Only described by this type: EventParser reads it straight from the bytes.
internal sealed record PostedEvent
{
    /// <summary>
    /// Where it belongs: no control character, white space or <c>*</c>. Without a topic, and without <c>to</c>, it is a
    /// broadcast to every client.
    /// </summary>
    [MinLength(1), MaxLength(TopicName.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>
    /// Its name, which a browser's <c>addEventListener</c> takes; <c>message</c> when left out. Names that begin with
    /// <c>livefeed.</c> are the server's own.
    /// </summary>
    [MinLength(1), MaxLength(EventFields.MaxNameLength)]
    public string? Event { get; init; }

    /// <summary>Any JSON value, null too. A string is delivered as a JSON string, with its quotes.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>
    /// Makes it the latest value of that key: a client that lags gets only the latest of each key, and all events without
    /// one.
    /// </summary>
    [MinLength(1), MaxLength(EventFields.MaxKeyLength)]
    public string? Key { get; init; }

    /// <summary>
    /// Published twice within the retention window, it is stored once and answered alike; another event under the same id is
    /// refused.
    /// </summary>
    [MinLength(1), MaxLength(EventFields.MaxIdLength)]
    public string? Id { get; init; }

    /// <summary>
    /// When it happened, for producers that know better than the moment of receipt: a date and time of RFC 3339, from 1970
    /// on and before 2200. Envelopes, the history and charts show it; order, retention and <c>since</c> go by the moment of
    /// receipt.
    /// </summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Sends it to this client or user and nobody else.</summary>
    public PostedTarget? To { get; init; }

    /// <summary>The clients that do not get it, by their <c>clientId</c>; for example the one that caused it.</summary>
    [MaxLength(EventFields.MaxExcept)]
    public IReadOnlyList<string>? Except { get; init; }

    /// <summary>It goes to those connected now, is not retained, and has no position.</summary>
    public bool? Ephemeral { get; init; }
}

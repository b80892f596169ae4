using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Ingest.Rest;

/// <summary>The parameters of <c>POST /topics/{topic}</c>: all of the event but its data.</summary>
internal sealed record TopicParameters
{
    /// <summary>
    /// The rest of the path, so it may have <c>/</c> as it is or as <c>%2F</c>: 1 to 512 characters, no control character,
    /// white space or <c>*</c>.
    /// </summary>
    /// <example>orders/eu</example>
    // TopicPublish reads it from the request line, as routing leaves %2F encoded. It may be empty, which has an error of
    // ours.
    [FromRoute(Name = "topic"), MaxLength(TopicName.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>The event's name; names that begin with <c>livefeed.</c> are the server's own.</summary>
    [FromQuery(Name = "event"), Reads(typeof(string)), MaxLength(EventFields.MaxNameLength)]
    [DefaultValue(FeedEvent.DefaultName)]
    public string[]? Event { get; init; }

    /// <summary>Makes it the latest value of this key: a client that lags gets only the latest of each key.</summary>
    [FromQuery(Name = "key"), Reads(typeof(string)), MaxLength(EventFields.MaxKeyLength)]
    public string[]? Key { get; init; }

    /// <summary>Published twice within the retention window, it is stored once and answered alike.</summary>
    [FromQuery(Name = "id"), Reads(typeof(string)), MaxLength(EventFields.MaxIdLength)]
    public string[]? Id { get; init; }

    /// <summary>
    /// When it happened, for producers that know better than the moment of receipt: a date and time of RFC 3339. For example
    /// `2026-01-31T10:00:00Z`.
    /// </summary>
    [FromQuery(Name = "time"), Reads(typeof(string))]
    public string[]? Time { get; init; }

    /// <summary>Goes to those connected now, is not retained, and has no position.</summary>
    [FromQuery(Name = "ephemeral"), Reads(typeof(bool)), DefaultValue(false)]
    public string? Ephemeral { get; init; }

    /// <summary>The event's id, for producers that set it by header; as the field <c>id</c>. For one event only.</summary>
    [FromHeader(Name = IngestEndpoints.IdempotencyKey), MaxLength(EventFields.MaxIdLength)]
    public string? IdempotencyKey { get; init; }
}

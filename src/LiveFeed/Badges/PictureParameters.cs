using System.ComponentModel.DataAnnotations;
using LiveFeed.Events;
using LiveFeed.Http;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Badges;

/// <summary>The parameters that both pictures have, as they were given.</summary>
internal record PictureParameters
{
    /// <summary>The one topic, no pattern. Required.</summary>
    /// <example>demo/temperature</example>
    [FromQuery(Name = "topic"), Reads(typeof(string)), MaxLength(TopicName.MaxLength)]
    public string[]? Topic { get; init; }

    /// <summary>What it is called; empty for nothing. Without it, the topic.</summary>
    [FromQuery(Name = "label"), Reads(typeof(string)), MaxLength(BadgeRequest.MaxLabel)]
    public string[]? Label { get; init; }

    /// <summary>A dotted path to the value in the event's data. Without it, the data itself or its <c>value</c>.</summary>
    [FromQuery(Name = "value"), Reads(typeof(string)), MaxLength(BadgeRequest.MaxPath)]
    public string[]? Value { get; init; }

    /// <summary>
    /// <c>%</c>, <c>bytes</c>, <c>bytes/s</c>, <c>events/s</c>, <c>count</c>, <c>ms</c>, <c>s</c>, or any text. Without it,
    /// the event's <c>unit</c>.
    /// </summary>
    [FromQuery(Name = "unit"), Reads(typeof(string)), MaxLength(BadgeRequest.MaxUnit)]
    public string[]? Unit { get; init; }

    /// <summary>Digits after the point. Without it, as many as fit.</summary>
    [FromQuery(Name = "decimals"), Reads(typeof(int)), Range(0, BadgeRequest.MaxDecimals)]
    public string? Decimals { get; init; }
}

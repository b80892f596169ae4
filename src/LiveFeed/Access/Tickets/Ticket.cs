using System.Text.Json.Serialization;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// What a ticket says: whose it is, and when it was given and expires. It is signed and not encrypted. Nothing is kept of a
/// ticket until it is used.
/// </summary>
internal sealed record Ticket
{
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    /// <summary>The process that gave it, in one of its starts.</summary>
    [JsonPropertyName("by")]
    public required Guid Process { get; init; }

    /// <summary>When it was given, as a timestamp of that process, whatever its clock is set to later.</summary>
    [JsonPropertyName("at")]
    public required long Stamp { get; init; }

    /// <summary>When it was given, for other processes.</summary>
    [JsonPropertyName("iat")]
    public required DateTimeOffset Issued { get; init; }

    [JsonPropertyName("exp")]
    public required DateTimeOffset Expires { get; init; }

    /// <summary>
    /// A mark of the settings that made its owner's credentials valid: the key's hash, or how tokens are checked.
    /// </summary>
    [JsonPropertyName("for")]
    public required string Binding { get; init; }

    /// <summary>The name of an API key, whose rights are those of the settings; null without one.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    /// <summary>The user of a token; null without one.</summary>
    [JsonPropertyName("sub")]
    public string? User { get; init; }

    /// <summary>The rights of a token: null for a key, and for nobody.</summary>
    [JsonPropertyName("follow")]
    public string[]? Follow { get; init; }

    [JsonPropertyName("publish")]
    public string[]? Publish { get; init; }

    [JsonPropertyName("admin")]
    public bool Administers { get; init; }
}

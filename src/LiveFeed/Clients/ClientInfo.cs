namespace LiveFeed.Clients;

/// <summary>A connection.</summary>
public sealed record ClientInfo
{
    /// <summary>The id by which it can be sent to, and ended.</summary>
    public required string ClientId { get; init; }

    /// <summary>How it is connected: <c>sse</c>, <c>websocket</c>, <c>polling</c> or <c>socket.io</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>The topics and patterns that it follows.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Who it is, by the <c>sub</c> of its token; null without one.</summary>
    public required string? User { get; init; }

    /// <summary>When it connected.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Events written to it.</summary>
    public required long Sent { get; init; }

    /// <summary>Frames waiting for it in memory.</summary>
    public required int Queued { get; init; }

    /// <summary>
    /// How many events it is behind: what is queued, or, when it catches up from the log, how far that is from the head.
    /// </summary>
    public required long Lag { get; init; }

    internal static ClientInfo Of(FeedClient client) => new()
    {
        ClientId = client.Id,
        Transport = client.Transport,
        Topics = [.. client.Subscription.Topics.Select(pattern => pattern.Text)],
        User = client.Subscription.User,
        Since = client.Since,
        Sent = client.Sent,
        Queued = client.Queued,
        Lag = client.Lag,
    };
}

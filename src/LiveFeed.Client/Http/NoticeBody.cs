namespace LiveFeed.Client.Http;

/// <summary>The members of all events that the service itself sends to a stream (<c>livefeed.…</c>).</summary>
internal sealed record NoticeBody
{
    public string? ClientId { get; init; }

    public string? Position { get; init; }

    /// <summary>In milliseconds.</summary>
    public double? Heartbeat { get; init; }

    public string? After { get; init; }

    public string? Before { get; init; }

    public string? Reason { get; init; }

    public bool? Reconnect { get; init; }

    public string[]? Topics { get; init; }

    public DateTimeOffset? Expires { get; init; }
}

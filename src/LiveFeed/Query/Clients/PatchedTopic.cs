namespace LiveFeed.Query.Clients;

/// <summary>A topic to follow as well.</summary>
internal sealed record PatchedTopic
{
    /// <summary>A topic or pattern.</summary>
    public string? Topic { get; init; }

    /// <summary>Send first what is retained after this position; without it, only what comes from now on.</summary>
    public string? After { get; init; }

    /// <summary>Without a position: send first up to this many retained events.</summary>
    public int? Last { get; init; }
}

namespace LiveFeed.Client.Http;

/// <summary>The members of an RFC 9457 problem that are read here.</summary>
internal sealed record ProblemBody
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? Detail { get; init; }

    public Dictionary<string, string[]>? Errors { get; init; }

    public string[]? Forbidden { get; init; }

    public string[]? Allowed { get; init; }
}

namespace LiveFeed.Client.Http;

/// <summary>What the service answers to a publish, with status 202.</summary>
internal sealed record PublishAnswer
{
    public int Accepted { get; init; }

    public PublishedRange? Positions { get; init; }

    public int Duplicates { get; init; }
}

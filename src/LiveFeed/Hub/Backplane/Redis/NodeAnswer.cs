using LiveFeed.Clients;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>The answer to a <see cref="NodeQuestion"/>. Only what was asked for is set.</summary>
internal sealed record NodeAnswer
{
    /// <summary>Clients of a page, or the one that was looked for, if it is there.</summary>
    public IReadOnlyList<ClientInfo>? Clients { get; init; }

    /// <summary>Where the next page begins; null after the last.</summary>
    public long? Next { get; init; }

    /// <summary>The list ends with this client, however many join.</summary>
    public long? Newest { get; init; }

    /// <summary>Followers of each topic.</summary>
    public IReadOnlyList<int>? Followers { get; init; }

    /// <summary>Topics that clients follow by their names.</summary>
    public IReadOnlyList<string>? Followed { get; init; }

    /// <summary>How many streams are being ended.</summary>
    public int? Ended { get; init; }

    public RenewedText? Renewed { get; init; }

    public ChangedSubscription? Changed { get; init; }
}

namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>What a client has back after a break. As it stands in the log, sealed.</summary>
internal sealed record SavedState
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Whose it is, by its token or API key.</summary>
    public required string? User { get; init; }

    public required string? Key { get; init; }

    /// <summary>Its rooms, the first one first, each with the position after which it was in.</summary>
    public required IReadOnlyList<SavedTopic> Rooms { get; init; }

    /// <summary>What it subscribed to.</summary>
    public required IReadOnlyList<SavedTopic> Topics { get; init; }

    /// <summary>What it followed before, and may not have received yet.</summary>
    public IReadOnlyList<SavedInterval>? Past { get; init; }

    /// <summary>From an earlier position the client cannot go on; null when it can from any.</summary>
    public string? Floor { get; init; }

    /// <summary>The run of the service that it was connected to.</summary>
    public required string Run { get; init; }

    /// <summary>How many connections had it before this one: of two states, the later connection's counts.</summary>
    public int Turn { get; init; }

    /// <summary>When it was lost, in milliseconds since 1970; null while it was connected.</summary>
    public long? LostAt { get; init; }

    /// <summary>It has left, or was sent away: it does not come back.</summary>
    public bool IsOver { get; init; }
}

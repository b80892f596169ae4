namespace LiveFeed.Client.Following;

/// <summary>How one connection ended.</summary>
/// <param name="Reason">For people.</param>
internal sealed record Ending(string Reason)
{
    /// <summary>What broke it, if it broke.</summary>
    internal Exception? Cause { get; init; }

    /// <summary>The service does not want this client back, or not with this request: what the reader is told.</summary>
    internal LiveFeedException? Final { get; init; }

    /// <summary>The least wait that the service asked for.</summary>
    internal TimeSpan? AtLeast { get; init; }

    /// <summary>Another token may open the stream at once.</summary>
    internal bool WantsToken { get; init; }
}

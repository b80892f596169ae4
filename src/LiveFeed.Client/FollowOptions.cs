namespace LiveFeed.Client;

/// <summary>Where a stream begins, and how often it is written to.</summary>
public sealed record FollowOptions
{
    /// <summary>
    /// Resume after this position: a <see cref="LiveEvent.Position"/>, or the <c>next</c> of a history page. Null: from now
    /// on.
    /// </summary>
    public string? After { get; init; }

    /// <summary>
    /// Without <see cref="After"/>: first up to this many retained events, oldest first; of events with a key the latest of
    /// each. 0 (default): none.
    /// </summary>
    public int Last { get; init; }

    /// <summary>
    /// At most one write in this time, of each key the latest; up to a minute. Null (default): the service's own window.
    /// </summary>
    public TimeSpan? Window { get; init; }
}

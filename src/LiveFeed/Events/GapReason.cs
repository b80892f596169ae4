namespace LiveFeed.Events;

internal enum GapReason
{
    /// <summary>Retention has trimmed them.</summary>
    Expired,

    /// <summary>The position is of another life of the log.</summary>
    Epoch,

    /// <summary>They cannot be read any more.</summary>
    Lost,
}

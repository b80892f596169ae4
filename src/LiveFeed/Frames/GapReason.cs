namespace LiveFeed.Frames;

internal enum GapReason
{
    /// <summary>Retention has trimmed them.</summary>
    Expired,

    /// <summary>The position is of another life of the log.</summary>
    Epoch,

    /// <summary>A crash or an older copy of the log has lost them, or one cannot be read any more.</summary>
    Lost,
}

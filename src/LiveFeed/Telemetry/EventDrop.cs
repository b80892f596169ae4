namespace LiveFeed.Telemetry;

/// <summary>Why an event that the log does not keep did not get from one node to another.</summary>
internal enum EventDrop
{
    /// <summary>Redis did not take it.</summary>
    Away,

    /// <summary>Too many bytes waited: of those to be sent the newest are dropped, of those that came the oldest.</summary>
    Full,

    /// <summary>Another version of the service wrote it.</summary>
    Unreadable,
}

namespace LiveFeed.Telemetry;

/// <summary>Why the service ends a connection when places run out. A closed set.</summary>
internal enum ConnectionEnd
{
    /// <summary>It has no request, and its place is needed.</summary>
    Idle,

    /// <summary>It is new, and connections with a request have all places.</summary>
    NoPlace,
}

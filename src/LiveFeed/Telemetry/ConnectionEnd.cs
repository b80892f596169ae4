namespace LiveFeed.Telemetry;

/// <summary>The closed set of reasons why the service ends a connection for the sake of others.</summary>
internal enum ConnectionEnd
{
    /// <summary>It has no request, and its place is needed.</summary>
    Idle,

    /// <summary>It is new, and every place is taken by one with a request.</summary>
    NoPlace,
}

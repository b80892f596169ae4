namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>Where a client wants to go on.</summary>
internal enum AfterWhat
{
    /// <summary>Nowhere: it begins.</summary>
    Nothing,

    /// <summary>After the last id that the client before it in its slot has seen.</summary>
    LastSeen,

    /// <summary>After a position of another log.</summary>
    Elsewhere,

    /// <summary>After one that this log has not given out.</summary>
    NeverGiven,
}

namespace LiveFeed.Clients.Renewing;

/// <summary>What became of newer credentials for an open stream.</summary>
internal enum RenewalOutcome
{
    /// <summary>The stream goes on until they expire.</summary>
    Renewed,

    /// <summary>There is no such stream (any more).</summary>
    Left,

    /// <summary>They are another user's, or another key.</summary>
    OtherUser,

    /// <summary>They expire sooner than those that the stream has.</summary>
    Sooner,

    /// <summary>They do not allow following all that the stream follows.</summary>
    MayNotFollow,
}

namespace LiveFeed.Clients;

/// <summary>The other end of a client's connection.</summary>
internal interface IPeer
{
    /// <summary>How far it is. Any thread.</summary>
    PeerProgress Look();
}

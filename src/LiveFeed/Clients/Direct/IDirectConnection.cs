namespace LiveFeed.Clients.Direct;

/// <summary>A connection that can be written to on the spot, past its transport's task.</summary>
internal interface IDirectConnection
{
    /// <summary>Sends bytes now or not at all. Never waits.</summary>
    SendOutcome TrySend(byte[] bytes);
}

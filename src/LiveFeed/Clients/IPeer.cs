namespace LiveFeed.Clients;

/// <summary>The other end of a client's connection.</summary>
internal interface IPeer
{
    /// <summary>How many bytes have reached it so far. Any thread; always the same where that cannot be told.</summary>
    long Taken { get; }
}

namespace LiveFeed.Access.Limits;

/// <summary>
/// A client's place among the connections. Its holder disposes it once the client has left. Only the first call counts.
/// </summary>
internal sealed class ConnectionLease(ConnectionLimiter admission, Sender sender) : IDisposable
{
    private int _returned; // by Interlocked

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            admission.Leave(sender);
        }
    }
}

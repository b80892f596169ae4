namespace LiveFeed.Access.Limits;

/// <summary>
/// A client's place among the connections. Its holder disposes it once the client has left. Only the first call counts.
/// </summary>
/// <param name="admission">Who gave it.</param>
/// <param name="sender">Whose place it is.</param>
/// <param name="isOfUser">It is only one among those of the user.</param>
internal sealed class ConnectionLease(ConnectionLimiter admission, Sender sender, bool isOfUser = false) : IDisposable
{
    private int _returned; // by Interlocked

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 1)
        {
            return;
        }

        if (isOfUser)
        {
            admission.LeaveUser(sender);
        }
        else
        {
            admission.Leave(sender);
        }
    }
}

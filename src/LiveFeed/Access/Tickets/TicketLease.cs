using LiveFeed.Clients;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// The one stream of a ticket while it is open. Its transport names the client, and disposes the lease when the stream has
/// ended. A lease that was taken over has no effect.
/// </summary>
internal sealed class TicketLease(TicketUses uses, TicketUse use, int turn) : IDisposable
{
    private int _returned; // by Interlocked

    /// <summary>The stream's client, as soon as there is one: a lost connection is found by it.</summary>
    internal void HeldBy(FeedClient client) => uses.Hold(use, turn, client);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            uses.Leave(use, turn);
        }
    }
}

using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Hub;

/// <summary>The end of all streams.</summary>
internal sealed partial class FeedHub
{
    private readonly Lock _lock = new();
    private CloseReason? _closing; // guarded by _lock; set when all clients must leave

    /// <summary>Ends every stream, also those of clients that join from now on.</summary>
    internal void CloseAll(CloseReason reason)
    {
        foreach (var client in BeginClosing(reason))
        {
            client.Close(reason);
        }
    }

    /// <summary>From now on ends every client that joins.</summary>
    /// <returns>The clients that joined before. The caller ends them.</returns>
    internal FeedClient[] BeginClosing(CloseReason reason)
    {
        lock (_lock)
        {
            _closing = reason;
        }

        return [.. Everyone.Snapshot()];
    }

    // A client is added before this reads _closing, and BeginClosing sets it before it reads the clients: nobody is missed.
    private void EndIfClosing(FeedClient client)
    {
        CloseReason? closing;
        lock (_lock)
        {
            closing = _closing;
        }

        if (closing is { } reason)
        {
            client.Close(reason);
        }
    }
}

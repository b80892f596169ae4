using LiveFeed.Clients;
using LiveFeed.Hub;

namespace LiveFeed.Streaming;

/// <summary>A client between its join and its leave: what ends it, and that it leaves the hub, once.</summary>
internal readonly struct ClientStay
{
    private readonly FeedHub _hub;
    private readonly FeedClient _client;
    private readonly StreamEnd? _end;
    private readonly CancellationTokenRegistration _abort;

    /// <param name="hub">Where it has joined.</param>
    /// <param name="client">The client.</param>
    /// <param name="end">Ends it in time; null for a client that may stay for ever.</param>
    /// <param name="gone">Cancelled when its connection has ended.</param>
    internal ClientStay(FeedHub hub, FeedClient client, StreamEnd? end, CancellationToken gone)
    {
        (_hub, _client, _end) = (hub, client, end);
        _abort = gone.UnsafeRegister(static client => ((FeedClient)client!).Abort(), client);
    }

    internal void End(DisconnectReason reason)
    {
        _hub.Leave(_client, reason);
        _abort.Dispose();
        _end?.Dispose();
    }
}

using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Log.Redis.Scripts;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// The key that signs tickets, of all nodes of a service. It is in Redis; the first node that needs it makes it. When Redis
/// has lost it, the nodes put it back. Any thread.
/// </summary>
internal sealed class SharedTicketKey
{
    private static readonly RedisScript Keep = RedisScripts.Load("ticket-key.lua");

    private readonly RedisServer _server;
    private readonly Func<byte[]> _make;
    private readonly int _length;
    private byte[]? _key; // replaced by who fetches
    private int _isFetching; // by Interlocked

    /// <param name="server">Where it is kept.</param>
    /// <param name="make">Makes one.</param>
    internal SharedTicketKey(RedisServer server, Func<byte[]> make)
    {
        (_server, _make, _length) = (server, make, make().Length);
        server.Restored += PutBack;
    }

    /// <summary>The key. Nobody waits for Redis: while it is not known yet, it is asked for.</summary>
    /// <exception cref="LogUnavailableException">It is not known yet.</exception>
    internal byte[] Current
    {
        get
        {
            if (Volatile.Read(ref _key) is { } known)
            {
                return known;
            }

            _ = TryFetchAsync();
            throw new LogUnavailableException("the key that signs tickets is on Redis and not known yet");
        }
    }

    /// <summary>Asks for it, and makes it when there is none.</summary>
    /// <exception cref="LogUnavailableException">Redis cannot be reached, or keeps something else in its place.</exception>
    internal async Task FetchAsync()
    {
        var made = Volatile.Read(ref _key) ?? _make();
        var kept = (byte[]?)await _server.RunAsync(Keep, [_server.Keys.TicketKey], [made]);
        Volatile.Write(ref _key, kept?.Length == _length ? kept : throw new LogUnavailableException(
            $"Redis has no key of {_length} bytes in {_server.Keys.TicketKey}: delete it"));
    }

    /// <summary>Redis may have lost it: it is asked for, and put back when there is none.</summary>
    internal void PutBack() => _ = TryFetchAsync();

    private async Task TryFetchAsync()
    {
        if (Interlocked.Exchange(ref _isFetching, 1) != 0)
        {
            return;
        }

        try
        {
            await FetchAsync();
        }
        catch (LogUnavailableException)
        {
            // Asked for again by the next who needs it.
        }
        finally
        {
            Volatile.Write(ref _isFetching, 0);
        }
    }
}

using LiveFeed.Log;
using LiveFeed.Log.Redis;

namespace LiveFeed.Tests.Support;

/// <summary>A redis-server of a test's own, and the connections of several nodes to it.</summary>
internal sealed class RedisConnections : IAsyncDisposable
{
    private readonly List<RedisServer> _connections = [];

    private RedisConnections(RedisProcess redis) => Redis = redis;

    internal RedisProcess Redis { get; }

    /// <summary>The keys of the service that the nodes are of.</summary>
    internal RedisKeys Keys { get; } = new(new RedisLogOptions().Stream);

    internal static async Task<RedisConnections> StartAsync() => new(await RedisProcess.StartAsync());

    /// <summary>One more node's.</summary>
    internal async Task<RedisServer> ConnectAsync()
    {
        var options = new LogOptions { Provider = LogProvider.Redis };
        options.Redis.Configuration = Redis.Configuration;
        _connections.Add(await RedisServer.ConnectAsync(options));
        return _connections[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }
}

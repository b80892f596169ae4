using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OptionsOf = Microsoft.Extensions.Options.Options;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>The logs of several nodes on one Redis. Retention keeps what tests write.</summary>
/// <param name="maxInMemory">How many events each keeps in memory: with few, readers go to Redis.</param>
internal sealed class RedisNodes(int maxInMemory = 50) : IAsyncDisposable
{
    private readonly List<RedisEventLog> _nodes = [];
    private readonly List<RedisProcess> _servers = [];

    internal LogOptions Options { get; } = new() { Provider = LogProvider.Redis, MaxAge = TimeSpan.FromDays(3650) };

    internal ILogger Logger { get; init; } = NullLogger.Instance;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal IReadOnlyList<RedisEventLog> All => _nodes;

    /// <summary>A Redis for the nodes that start from now on.</summary>
    /// <param name="settings">As on its command line.</param>
    internal async Task<RedisProcess> StartRedisAsync(params string[] settings)
    {
        var redis = await RedisProcess.StartAsync(settings);
        _servers.Add(redis);
        Options.Redis.Configuration = redis.Configuration;
        return redis;
    }

    /// <summary>One more.</summary>
    internal async Task<RedisEventLog> StartAsync()
    {
        var node = await RedisEventLog.OpenAsync(
            OptionsOf.Create(Options), Time, Logger, maxInMemory);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}

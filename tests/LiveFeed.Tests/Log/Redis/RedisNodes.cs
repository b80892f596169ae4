using LiveFeed.Log;
using LiveFeed.Log.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OptionsOf = Microsoft.Extensions.Options.Options;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>The logs of several nodes on one Redis. Retention keeps what tests write.</summary>
/// <param name="maxInMemory">How many events each keeps in memory: with few, readers go to Redis.</param>
internal sealed class RedisNodes(int maxInMemory = 50) : IAsyncDisposable
{
    private readonly List<RedisEventLog> _nodes = [];

    internal LogOptions Options { get; } = new() { Provider = LogProvider.Redis, MaxAge = TimeSpan.FromDays(3650) };

    internal ILogger Logger { get; init; } = NullLogger.Instance;

    internal IReadOnlyList<RedisEventLog> All => _nodes;

    /// <summary>One more.</summary>
    internal async Task<RedisEventLog> StartAsync()
    {
        var node = await RedisEventLog.OpenAsync(
            OptionsOf.Create(Options), TimeProvider.System, Logger, maxInMemory);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}

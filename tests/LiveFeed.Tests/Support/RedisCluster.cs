using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Support;

/// <summary>A redis-server, and services on it that are the nodes of one.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6); // a machine may stand still for some of them

    private readonly List<LiveFeedServer> _nodes = [];
    private readonly string _stream = $"s{Guid.NewGuid():n}";

    private RedisCluster(RedisProcess redis) => Redis = redis;

    internal RedisProcess Redis { get; }

    internal LiveFeedServer A => _nodes[0];

    internal LiveFeedServer B => _nodes[1];

    /// <summary>The beginning of its keys.</summary>
    internal string Prefix => $"{{{_stream}}}:";

    /// <summary>The nodes as one of them sees them.</summary>
    internal static ClusterNodes NodesOf(LiveFeedServer node) => node.Services.GetRequiredService<ClusterNodes>();

    /// <summary>Starts a redis-server and two nodes, and waits until they know of each other.</summary>
    /// <param name="settings">Of each node, as <see cref="LiveFeedServer"/> takes them.</param>
    internal static async Task<RedisCluster> StartAsync(params (string Key, string Value)[] settings)
    {
        var cluster = new RedisCluster(await RedisProcess.StartAsync());
        try
        {
            cluster.AddNode(settings);
            cluster.AddNode(settings);
            await Deadline.UntilAsync(
                () => cluster._nodes.TrueForAll(node => NodesOf(node).Live.Count == 2), "both nodes see both");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    internal LiveFeedServer AddNode(params (string Key, string Value)[] settings) => AddNode(null, settings);

    internal LiveFeedServer AddNode(
        Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        var node = new LiveFeedServer(add =>
        {
            add.Configure<ClusterOptions>(options => options.Patience = Patience);
            services?.Invoke(add);
        },
        [
            ("Log:Provider", "redis"), ("Log:Redis:Configuration", Redis.Configuration), ("Log:Redis:Stream", _stream),
            .. settings,
        ]);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Redis.DisposeAsync();
    }
}

using System.Globalization;
using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Servers;

/// <summary>
/// Services of several nodes. All nodes share the servers' core, as on a machine of their own each. Redis runs beside the
/// load generator.
/// </summary>
/// <param name="cores">Where they run.</param>
/// <param name="redis">The Redis of all.</param>
internal sealed class ClusterContenders(Cores cores, ServerProcess redis)
{
    private string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Target.Port}");

    /// <summary>LiveFeed on its embedded log.</summary>
    internal Cluster Embedded() => new("LiveFeed, sqlite", [LiveFeed([]).Start()], redis: null);

    /// <summary>LiveFeed on Redis, with a log of its own for each number of nodes.</summary>
    internal Cluster OnRedis(int nodes) => new(
        nodes == 1 ? "LiveFeed, Redis, one node" : $"LiveFeed, Redis, {nodes} nodes",
        Started(nodes, () => LiveFeedOnRedis($"bench{nodes}").Start()),
        redis);

    internal Contender LiveFeedOnRedis(string stream) => LiveFeed(
        [
            "--LiveFeed:Log:Provider=redis", $"--LiveFeed:Log:Redis:Configuration={Configuration}",
            $"--LiveFeed:Log:Redis:Stream={stream}",
        ]) with
    {
        Name = "LiveFeed, Redis",
    };

    internal Cluster SignalR(int nodes) => new(
        $"SignalR, Redis backplane, {nodes} nodes",
        Started(nodes, Contender.SignalR(cores, ["--redis", Configuration]).Start),
        redis);

    internal Cluster SocketIo(int nodes) => new(
        $"Socket.IO, Redis adapter, {nodes} nodes",
        Started(nodes, Contender.NpmSocketIo(cores, [Configuration]).Start),
        redis);

    internal Contender LiveFeed(string[] settings) =>
        Contender.LiveFeed(cores, ["--LiveFeed:Metrics:Enabled=false", .. settings]);

    // What has started is ended when another one does not start.
    private static List<ServerProcess> Started(int count, Func<ServerProcess> start)
    {
        var started = new List<ServerProcess>();
        try
        {
            while (started.Count < count)
            {
                started.Add(start());
            }

            return started;
        }
        catch
        {
            started.ForEach(process => process.Dispose());
            throw;
        }
    }

    /// <summary>A redis-server that keeps everything in memory.</summary>
    internal static ServerProcess StartRedis()
    {
        var target = new Target(ServerProcess.FreePort());
        return ServerProcess.Start(
            [
                "redis-server", "--port", target.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1",
                "--save", "", "--loglevel", "warning",
            ],
            Directory.CreateTempSubdirectory("livefeed-bench-redis-"),
            target);
    }
}

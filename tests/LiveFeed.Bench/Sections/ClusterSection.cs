using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// Publishing through one node and two with Redis between them, beside the embedded log and peers; and what a delivery costs
/// a node that reads from Redis.
/// </summary>
internal sealed class ClusterSection(Cores cores, bool quick) : ISection
{
    private const int Connections = 64;
    private const int Followers = 4; // two of each node
    private const int Nodes = 2;

    private static readonly string Load =
        FormattableString.Invariant($"{Connections} connections, {Followers} followers");

    private static readonly Column[] Columns =
    [
        new("service"), new("acknowledged/s"), new("× first", "N2"), new("p50 ms", "N2"), new("p99 ms", "N2"),
        new("refused"), new("CPU µs/event, nodes", "N2"), new("CPU µs/event, Redis", "N2"), new("MB to followers", "N1"),
    ];

    private readonly TimeSpan _warmUp = TimeSpan.FromSeconds(quick ? 0.5 : 4);
    private readonly TimeSpan _time = TimeSpan.FromSeconds(quick ? 0.5 : 5);

    public string Name => "cluster";

    public void Run(BenchReport report)
    {
        if (!ServerProcess.IsInstalled("redis-server"))
        {
            report.Say("cluster is left out: redis-server is not installed (Debian: redis-server).");
            return;
        }

        using var redis = ClusterContenders.StartRedis();
        var contenders = new ClusterContenders(cores, redis);
        if (!Contender.HasNpmSocketIoRedis)
        {
            report.Say("Socket.IO is left out: it is not installed (npm --prefix tests/clients ci).");
        }

        (int Count, ResultTable Table)[] tables =
        [
            (1, new ResultTable($"Publishing one event of 100 bytes a POST, {Load}", Columns)),
            (100, new ResultTable($"Publishing 100 events of 100 bytes a POST, {Load}", Columns)),
        ];
        foreach (var start in (Func<Cluster>[])
        [
            contenders.Embedded,
            () => contenders.OnRedis(1),
            () => contenders.OnRedis(Nodes),
            () => contenders.SignalR(Nodes),
            .. Contender.HasNpmSocketIoRedis ? (Func<Cluster>[])[() => contenders.SocketIo(Nodes)] : [],
        ])
        {
            using var cluster = start();
            foreach (var (count, table) in tables)
            {
                Measure(cluster, count, table);
            }
        }

        Array.ForEach(tables, one => report.Show(one.Table));

        using var rounds = new FanOutRounds(
            quick, [contenders.LiveFeed([]), contenders.LiveFeedOnRedis("fan-out")], first: "sqlite");
        report.Show(rounds.Measure(
            "Fan-out on a node", quick ? new(200, 50, 2) { Duration = TimeSpan.FromSeconds(1) } : new(1_000, 50, 2)));
    }

    private void Measure(Cluster cluster, int count, ResultTable table)
    {
        BenchReport.Progress($"cluster: {cluster.Name}, {count} a POST");
        using var run = new PublishRun(cluster, Connections, Followers, count);
        run.Post(_warmUp);
        var result = run.Post(_time);
        var first = table.Rows.Count == 0 ? result.EventsPerSecond : (double)table.Rows[0][1]!;
        table.Add(
            cluster.Name,
            result.EventsPerSecond,
            result.EventsPerSecond / first,
            result.P50Ms,
            result.P99Ms,
            result.Refused,
            result.NodeMicrosecondsPerEvent,
            result.RedisMicrosecondsPerEvent,
            result.Delivered / 1e6);
    }
}

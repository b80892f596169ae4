using System.Globalization;
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
    private const int MaxWarmUps = 20;

    private static readonly string Load =
        FormattableString.Invariant($"{Connections} connections, {Followers} followers");

    private static readonly Column[] Columns =
    [
        new("service"), new("acknowledged/s"), new("× first", "N2"), new("from"), new("to"),
        new("p50 ms", "N2"), new("p99 ms", "N2"), new("refused"),
        new("CPU µs/event, nodes", "N2"), new("CPU µs/event, Redis", "N2"), new("MB to followers", "N1"),
    ];

    private readonly int _rounds = quick ? 1 : 5; // odd, for a median

    private readonly TimeSpan _settle = TimeSpan.FromSeconds(0.5);

    // Less than the 15 s after which SignalR pings, maybe in the frame of an answer; after 30 s it ends silent followers.
    private readonly TimeSpan _warmUp = TimeSpan.FromSeconds(quick ? 0.5 : 6);
    private readonly TimeSpan _time = TimeSpan.FromSeconds(quick ? 0.5 : 2);

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

        Publish(report, contenders);
        using var rounds = new FanOutRounds(
            quick, [contenders.LiveFeed([]), contenders.LiveFeedOnRedis("fan-out")], first: "sqlite");
        report.Show(rounds.Measure(
            "Fan-out on a node", quick ? new(200, 50, 2) { Duration = TimeSpan.FromSeconds(1) } : new(1_000, 50, 2)));
    }

    // The services take turns, as a machine's speed changes from minute to minute.
    private void Publish(BenchReport report, ClusterContenders contenders)
    {
        var clusters = new List<Cluster>();
        try
        {
            foreach (var start in (Func<Cluster>[])
            [
                contenders.Embedded,
                () => contenders.OnRedis(1),
                () => contenders.OnRedis(Nodes),
                () => contenders.SignalR(Nodes),
                .. Contender.HasNpmSocketIoRedis ? (Func<Cluster>[])[() => contenders.SocketIo(Nodes)] : [],
            ])
            {
                clusters.Add(start());
            }

            foreach (var onSockets in (bool[])[false, true])
            {
                report.Show(Measure(clusters, count: 1, onSockets));
                report.Show(Measure(clusters, count: 100, onSockets));
            }
        }
        finally
        {
            clusters.ForEach(cluster => cluster.Dispose());
        }
    }

    private ResultTable Measure(List<Cluster> clusters, int count, bool onSockets)
    {
        var what = string.Create(
            CultureInfo.InvariantCulture, $"Events of 100 bytes, {count} a {(onSockets ? "WebSocket message" : "POST")}");
        var results = clusters.ConvertAll(_ => new List<PublishResult>());
        for (var round = 0; round < _rounds; round++)
        {
            BenchReport.Progress($"cluster: {what}, round {round + 1} of {_rounds}");
            foreach (var (i, cluster) in clusters.Index())
            {
                if (round == 0)
                {
                    WarmUp(count, () => Publish(cluster, _warmUp).EventsPerSecond);
                }

                results[i].Add(Publish(cluster, _time));
            }
        }

        var table = new ResultTable($"{what}, {Load}, median of {_rounds} rounds", Columns);
        var medians = results.ConvertAll(MedianOf);
        for (var i = 0; i < clusters.Count; i++)
        {
            var (median, rates) = (medians[i], results[i].ConvertAll(result => result.EventsPerSecond));
            table.Add(
                clusters[i].Name,
                median.EventsPerSecond,
                median.EventsPerSecond / medians[0].EventsPerSecond,
                rates.Min(),
                rates.Max(),
                median.P50Ms,
                median.P99Ms,
                results[i].Sum(result => result.Refused),
                median.NodeMicrosecondsPerEvent,
                median.RedisMicrosecondsPerEvent,
                median.Delivered / 1e6);
        }

        return table;

        PublishResult Publish(Cluster cluster, TimeSpan time)
        {
            using var run = new PublishRun(cluster, Connections, Followers, count, onSockets);
            run.Publish(_settle);
            return run.Publish(time);
        }
    }

    // .NET compiles what is called again and again, at last by what it was seen to do. While a service does that, it takes
    // the processor from whoever has its turn. One is warm when twice in a row it got no faster: LiveFeed within half a
    // minute, SignalR may take more than one. Services by many events were warmed by single ones before.
    private void WarmUp(int count, Func<double> publish)
    {
        var (fastest, notFaster) = (publish(), 0);
        for (var i = 1; i < MaxWarmUps && notFaster < 2 && count == 1 && !quick; i++)
        {
            var rate = publish();
            notFaster = rate > fastest ? 0 : notFaster + 1;
            fastest = Math.Max(rate, fastest);
        }
    }

    private PublishResult MedianOf(List<PublishResult> rounds) =>
        rounds.OrderBy(round => round.EventsPerSecond).ElementAt(_rounds / 2);
}

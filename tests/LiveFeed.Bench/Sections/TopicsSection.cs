using System.Globalization;
using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// Whether an event costs more when others follow other topics: the same fan-out, among more and more topics and patterns.
/// Each topic has a follower and has had an event.
/// </summary>
internal sealed class TopicsSection(Cores cores, bool quick) : ISection
{
    // As many as make 100,000 topics from 2,000 clients, within what one may follow (LiveFeed:Limits:TopicsPerClient).
    private const int TopicsPerClient = 50;
    private const int LinesPerPost = 10_000;

    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);

    private static readonly Column[] Columns =
    [
        new("topics"), new("patterns"), new("clients that follow them"), new("CPU µs/event", "N1"), new("× one topic", "N2"),
        new("lost"), new("p50 ms", "N2"), new("p99 ms", "N2"), new("publish p99 ms", "N2"), new("resident MB"),
    ];

    private static readonly FanOutLoad Load = new(100, 200, 2);

    private readonly FanOutLoad _load = Load with { Duration = TimeSpan.FromSeconds(quick ? 1 : 8) };

    private readonly int[] _followers = quick ? [0, 20] : [0, 200, 2_000];

    public string Name => "topics";

    public void Run(BenchReport report)
    {
        var table = new ResultTable($"Topics: {_load.Name}, among others", Columns);
        using var server = Contender.LiveFeed(cores, []).Start();
        using var others = new StreamFleet();
        FanOutRun.WarmUp(server, quick);
        FanOutRun.Measure(server, _load); // as what follows is a different load
        var alone = 0.0;
        foreach (var followers in _followers)
        {
            BenchReport.Progress($"topics: {followers * TopicsPerClient}");
            Grow(server.Target, others, followers);
            var result = FanOutRun.Measure(server, _load);
            var perEvent = result.CpuSeconds * 1e6 / result.Published;
            alone = alone == 0 ? perEvent : alone;
            table.Add(
                1 + (followers * TopicsPerClient),
                2 * followers,
                followers,
                perEvent,
                perEvent / alone,
                result.Lost,
                result.DeliveryP50Ms,
                result.DeliveryP99Ms,
                result.PublishP99Ms,
                ProcessFigures.ResidentKilobytes(server.Id) / 1024);
        }

        report.Show(table);
    }

    private static void Grow(Target target, StreamFleet others, int count)
    {
        for (var client = others.Count; client < count; client++)
        {
            var request = (target with { SubscribePath = Path(client) }).SubscribeRequest();
            others.Dial(others.Add(_ => NullSink.Instance), target.Port, request);
        }

        if (!others.ServeUntil(() => others.In(StreamState.Open) == count, ConnectTime))
        {
            throw new IOException($"only {others.In(StreamState.Open)} of {count} followers of other topics are connected");
        }

        var lines =
            from client in Enumerable.Range(0, count)
            from topic in Topics(client)
            select $$"""{"topic":"{{topic}}","data":0}""";
        foreach (var part in lines.Chunk(LinesPerPost))
        {
            ServiceCalls.PostLines(target, part);
            others.ServeUntil(() => false, SettleTime);
        }
    }

    private static IEnumerable<string> Topics(int client) =>
        Enumerable.Range(0, TopicsPerClient).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"others/{client}/{i}"));

    private static string Path(int client) => string.Create(
        CultureInfo.InvariantCulture,
        $"/events?topic=patterns/{client}/*/x&topic=patterns/{client}/y/**&topic={string.Join("&topic=", Topics(client))}");
}

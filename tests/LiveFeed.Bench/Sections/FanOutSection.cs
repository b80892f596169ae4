using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>What a delivery costs, beside the floor and peers, all in one run: the ratio says more than the microseconds.</summary>
internal sealed class FanOutSection(Cores cores, bool quick) : ISection
{
    // Files beside the clients' connections: publishers, the runtime's own.
    private const int OtherFiles = 200;

    private static readonly Column[] Columns =
    [
        new("server"), new("CPU µs/delivery", "N2"), new("× floor", "N2"), new("deliveries/s"), new("lost"), new("twice"),
        new("p50 ms", "N2"), new("p99 ms", "N2"), new("max ms", "N1"), new("publish p50 ms", "N2"), new("publish p99 ms", "N2"),
        new("connect s", "N2"), new("KB/idle client", "N1"),
    ];

    // The first is the one that tells what an idle client costs: of memory that a server keeps, later loads get some again.
    // One write an event and client, as everyone else does; and then LiveFeed as it comes, where others are overrun.
    private readonly FanOutLoad[] _steady = quick
        ? [new(200, 50, 2) { Duration = TimeSpan.FromSeconds(1) }]
        : [new(9_000, 5, 2), new(1_000, 50, 2), new(100, 1_000, 8)];

    private readonly FanOutLoad _flood = quick
        ? new(200, 2_000, 8) { Duration = TimeSpan.FromSeconds(1) }
        : new(1_000, 2_000, 8);

    private readonly Dictionary<FanOutLoad, List<(string Server, FanOutResult Result)>> _results = [];

    public string Name => "fanout";

    public void Run(BenchReport report)
    {
        FanOutLoad[] all = [.. _steady, _flood];
        Measure(Contender.Floor(cores), all);
        if (Contender.HasNchan)
        {
            Measure(Contender.Nchan(cores), all);
        }
        else
        {
            report.Say(Contender.NchanMissing);
        }

        Measure(Contender.Idiomatic(cores), all);
        var noWindow = Contender.LiveFeed(cores, ["--LiveFeed:Delivery:FlushWindow=00:00:00"]);
        Measure(noWindow with { Name = "LiveFeed, no flush window" }, _steady);
        Measure(Contender.LiveFeed(cores, []) with { Name = "LiveFeed, as it comes" }, all);
        foreach (var (load, results) in _results)
        {
            report.Show(Table(load, results));
        }
    }

    private ResultTable Table(FanOutLoad load, List<(string Server, FanOutResult Result)> results)
    {
        var table = new ResultTable($"Fan-out: {load.Name} of 100 bytes", Columns);
        var floor = results[0].Result.CpuMicrosecondsPerDelivery;
        foreach (var (server, result) in results)
        {
            table.Add(
                result.Faults is null ? server : $"{server} ({result.Faults})",
                result.CpuMicrosecondsPerDelivery,
                result.CpuMicrosecondsPerDelivery / floor,
                result.DeliveriesPerSecond,
                result.Lost,
                result.Duplicates,
                result.DeliveryP50Ms,
                result.DeliveryP99Ms,
                result.DeliveryMaxMs,
                result.PublishP50Ms,
                result.PublishP99Ms,
                result.ConnectSeconds,
                load == _steady[0] ? result.IdleKilobytesPerClient : null);
        }

        return table;
    }

    private void Measure(Contender contender, IEnumerable<FanOutLoad> loads)
    {
        using var server = contender.Start();
        FanOutRun.WarmUp(server, quick);
        foreach (var load in loads.Where(load => load.Clients + OtherFiles <= ProcessFigures.OpenFilesLimit()))
        {
            BenchReport.Progress($"{contender.Name}: {load.Name}");
            _results.TryAdd(load, []);
            _results[load].Add((contender.Name, FanOutRun.Measure(server, load)));
        }
    }
}

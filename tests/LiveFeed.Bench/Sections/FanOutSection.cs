using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// What a delivery costs, beside the floor and peers. A machine's speed changes from minute to minute. So all servers are up
/// and take turns at every load, for some rounds; the table shows each one's round with the median ratio to the floor of the
/// same round.
/// </summary>
internal sealed class FanOutSection(Cores cores, bool quick) : ISection
{
    // Files beside the clients' connections: publishers, the runtime's own.
    private const int OtherFiles = 200;

    private static readonly Column[] Columns =
    [
        new("server"), new("CPU µs/delivery", "N2"), new("× floor", "N2"), new("from", "N2"), new("to", "N2"),
        new("deliveries/s"),
        new("lost"), new("twice"), new("p50 ms", "N2"), new("p99 ms", "N2"), new("max ms", "N1"),
        new("publish p50 ms", "N2"),
        new("publish p99 ms", "N2"), new("connect s", "N2"), new("KB/idle client", "N1"),
    ];

    private readonly int _rounds = quick ? 1 : 5; // odd, for a median

    // The first is the one that tells what an idle client costs: of memory that a server keeps, later loads get some again.
    // One write an event and client, as everyone else does; and then LiveFeed as it comes, where others are overrun.
    private readonly FanOutLoad[] _steady = quick
        ? [new(200, 50, 2) { Duration = TimeSpan.FromSeconds(1) }]
        : [new(9_000, 5, 2), new(1_000, 50, 2), new(100, 1_000, 8)];

    private readonly FanOutLoad _flood = quick
        ? new(200, 2_000, 8) { Duration = TimeSpan.FromSeconds(1) }
        : new(1_000, 2_000, 8);

    public string Name => "fanout";

    public void Run(BenchReport report)
    {
        if (!Contender.HasNchan)
        {
            report.Say(Contender.NchanMissing);
        }

        var noWindow = Contender.LiveFeed(cores, ["--LiveFeed:Delivery:FlushWindow=00:00:00"]) with
        {
            Name = "LiveFeed, no flush window",
        };
        Contender[] asOthers =
        [
            Contender.Floor(cores),
            .. Contender.HasNchan ? (Contender[])[Contender.Nchan(cores)] : [],
            Contender.Idiomatic(cores),
            Contender.SignalR(cores),
            .. Contender.HasNpmWs ? (Contender[])[Contender.NpmWs(cores)] : [],
            Contender.LiveFeed(cores, [], isWebSocket: true) with { Name = "LiveFeed, WebSocket" },
            Contender.LiveFeed(cores, []) with { Name = "LiveFeed, as it comes" },
        ];
        var servers = new List<(string Name, ServerProcess Process)>();
        try
        {
            foreach (var contender in asOthers.Append(noWindow))
            {
                BenchReport.Progress($"{contender.Name}: starting and warming up");
                servers.Add((contender.Name, contender.Start()));
                FanOutRun.WarmUp(servers[^1].Process, quick);
            }

            foreach (var load in _steady.Where(Fits))
            {
                report.Show(Measure(load, servers));
            }

            report.Show(Measure(_flood, servers[..^1]));
        }
        finally
        {
            servers.ForEach(server => server.Process.Dispose());
        }
    }

    private static bool Fits(FanOutLoad load) => load.Clients + OtherFiles <= ProcessFigures.OpenFilesLimit();

    private ResultTable Measure(FanOutLoad load, List<(string Name, ServerProcess Process)> servers)
    {
        var rounds = servers.ConvertAll(_ => new List<FanOutResult>());
        for (var round = 0; round < _rounds; round++)
        {
            BenchReport.Progress($"{load.Name}: round {round + 1} of {_rounds}");
            for (var i = 0; i < servers.Count; i++)
            {
                rounds[i].Add(FanOutRun.Measure(servers[i].Process, load));
            }
        }

        var table = new ResultTable($"Fan-out: {load.Name} of 100 bytes, {_rounds} rounds", Columns);
        for (var i = 0; i < servers.Count; i++)
        {
            Add(table, servers[i].Name, load, rounds[i], floor: rounds[0]);
        }

        return table;
    }

    private void Add(ResultTable table, string server, FanOutLoad load, List<FanOutResult> rounds, List<FanOutResult> floor)
    {
        var byRatio = rounds
            .Select((result, round) =>
                (Result: result, Ratio: result.CpuMicrosecondsPerDelivery / floor[round].CpuMicrosecondsPerDelivery))
            .OrderBy(one => one.Ratio)
            .ToList();
        var (median, ratio) = byRatio[_rounds / 2];
        var faults = rounds.Select(result => result.Faults).FirstOrDefault(fault => fault is not null);
        table.Add(
            faults is null ? server : $"{server} ({faults})",
            median.CpuMicrosecondsPerDelivery,
            ratio,
            byRatio[0].Ratio,
            byRatio[^1].Ratio,
            median.DeliveriesPerSecond,
            rounds.Sum(result => result.Lost),
            rounds.Sum(result => result.Duplicates),
            median.DeliveryP50Ms,
            median.DeliveryP99Ms,
            median.DeliveryMaxMs,
            median.PublishP50Ms,
            median.PublishP99Ms,
            rounds.Select(result => result.ConnectSeconds).Order().ElementAt(_rounds / 2),
            load == _steady[0] ? rounds[0].IdleKilobytesPerClient : null);
    }
}

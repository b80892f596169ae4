using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>What a second core gives the service. On fewer than four cores the load generator would be in its way.</summary>
internal sealed class CoresSection(Cores cores, bool quick) : ISection
{
    private const int CoresNeeded = 4;

    private static readonly Column[] Columns =
    [
        new("LiveFeed on"), new("CPU µs/delivery", "N2"), new("deliveries/s"), new("lost"), new("p50 ms", "N2"),
        new("p99 ms", "N2"),
        new("publish p99 ms", "N2"),
    ];

    private readonly FanOutLoad _load =
        quick ? new(200, 500, 8) { Duration = TimeSpan.FromSeconds(1) } : new(1_000, 2_000, 8);

    public string Name => "cores";

    public void Run(BenchReport report)
    {
        if (!cores.Pinned || cores.Allowed.Count < CoresNeeded)
        {
            report.Say($"Cores: left out, for it needs {CoresNeeded} of them.");
            return;
        }

        var table = new ResultTable($"Cores: {_load.Name}", Columns);
        foreach (var count in (int[])[1, 2])
        {
            BenchReport.Progress($"cores: {count}");
            using var server = Contender.LiveFeed(cores, [], count).Start();
            FanOutRun.WarmUp(server, quick);
            var result = FanOutRun.Measure(server, _load);
            table.Add(
                count == 1 ? "1 core" : $"{count} cores",
                result.CpuMicrosecondsPerDelivery,
                result.DeliveriesPerSecond,
                result.Lost,
                result.DeliveryP50Ms,
                result.DeliveryP99Ms,
                result.PublishP99Ms);
        }

        report.Show(table);
    }
}

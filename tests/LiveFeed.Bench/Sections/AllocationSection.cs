using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// What the service allocates in steady fan-out: all that its runtime allocates, with its own figures, divided by the
/// deliveries.
/// </summary>
internal sealed class AllocationSection(Cores cores, bool quick) : ISection
{
    private static readonly Column[] Columns =
        [
            new("LiveFeed"), new("load"), new("deliveries"), new("allocated MB", "N1"), new("bytes/delivery", "N1"),
            new("bytes/event"),
        ];

    private readonly FanOutLoad[] _loads = quick
        ? [new(200, 50, 2) { Duration = TimeSpan.FromSeconds(1) }]
        : [new(1_000, 50, 2), new(1_000, 1_000, 8)];

    public string Name => "allocation";

    public void Run(BenchReport report)
    {
        var table = new ResultTable("Allocation in fan-out", Columns);
        Measure(table, "no flush window", ["--LiveFeed:Delivery:FlushWindow=00:00:00"], _loads[0]);
        foreach (var load in _loads)
        {
            Measure(table, "as it comes", [], load);
        }

        report.Show(table);
    }

    private void Measure(ResultTable table, string name, string[] settings, FanOutLoad load)
    {
        BenchReport.Progress($"allocation: {name}, {load.Name}");
        using var server = Contender.LiveFeed(cores, settings).Start();
        FanOutRun.WarmUp(server, quick);
        using var run = new FanOutRun(server, load);
        run.Connect();

        // Two looks follow one another; the difference between them is what one look costs.
        var first = ServiceCalls.AllocatedSoFar(server.Target);
        var before = ServiceCalls.AllocatedSoFar(server.Target);
        var events = run.Publish().Published;
        var allocated = ServiceCalls.AllocatedSoFar(server.Target) - before - (before - first);
        events += (int)(load.Rate * load.WarmUp.TotalSeconds);
        table.Add(
            name, load.Name, run.Received, allocated / 1e6, allocated / (double)run.Received, allocated / (double)events);
    }
}

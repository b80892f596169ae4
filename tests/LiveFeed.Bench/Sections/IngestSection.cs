using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>How many events a second one core takes in, when producers send them as streams and nobody follows.</summary>
internal sealed class IngestSection(Cores cores, bool quick) : ISection
{
    private const int Connections = 2;

    private static readonly Column[] Columns =
        [
            new("log"), new("events"), new("events/s"), new("MB/s", "N0"), new("CPU µs/event", "N2"),
            new("resident MB afterwards"),
        ];

    // Requests of 100,000 events; the warm-up is long enough for every method to be compiled at its best.
    private readonly int _warmUp = quick ? 1 : 5;

    public string Name => "ingest";

    public void Run(BenchReport report)
    {
        var table = new ResultTable($"Ingest: NDJSON of 100 bytes of data an event, {Connections} connections", Columns);
        Measure(table, "memory", ["--LiveFeed:Log:Provider=memory"], requests: quick ? 2 : 20);
        Measure(table, "sqlite, as it comes", [], requests: quick ? 1 : 10);
        Measure(table, "sqlite, durability commit", ["--LiveFeed:Log:Durability=commit"], requests: quick ? 1 : 10);
        report.Show(table);
    }

    private void Measure(ResultTable table, string name, string[] settings, int requests)
    {
        BenchReport.Progress($"ingest: {name}");
        using var server = Contender.LiveFeed(cores, settings).Start();
        using var run = new IngestRun(server, Connections);
        run.Post(_warmUp);
        var result = run.Post(requests);
        table.Add(
            name,
            result.Events,
            result.EventsPerSecond,
            result.MegabytesPerSecond,
            result.CpuMicrosecondsPerEvent,
            ProcessFigures.ResidentKilobytes(server.Id) / 1024);
    }
}

using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>For a long time, while clients come and go: memory must stay flat, and nothing be lost or come twice.</summary>
internal sealed class SoakSection(Cores cores, bool quick, TimeSpan duration) : ISection
{
    private const int EventsPerSecond = 200;
    private const int LeavingPerSecond = 10;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private static readonly Column[] Columns =
    [
        new("minute", "N1"), new("resident MB"), new("CPU %"), new("deliveries/s"), new("connected"), new("resumed"),
        new("lost"), new("twice"), new("gaps told"),
    ];

    private readonly int _clients = quick ? 100 : 1_000;

    public string Name => "soak";

    public void Run(BenchReport report)
    {
        var title = FormattableString.Invariant($"Soak: {_clients:N0} clients, {EventsPerSecond} events/s; ") +
            FormattableString.Invariant($"{LeavingPerSecond} clients leave every second, and come back");
        var table = new ResultTable(title, Columns);
        using var server = Contender.LiveFeed(cores, []).Start();
        using var run = new SoakRun(server, _clients, EventsPerSecond);
        var minute = TimeSpan.FromMinutes(Math.Min(1, duration.TotalMinutes));
        for (var passed = minute; passed <= duration; passed += minute)
        {
            var (delivered, cpu, start) = (run.Tally.Delivered, ProcessFigures.CpuSeconds(server.Id), MonotonicClock.Now);
            for (var turn = TimeSpan.Zero; turn < minute; turn += Turn)
            {
                run.Churn(LeavingPerSecond, Turn);
            }

            var isLast = passed + minute > duration;
            var missing = isLast ? run.End() : 0;
            var seconds = MonotonicClock.SecondsSince(start);
            table.Add(
                passed.TotalMinutes,
                ProcessFigures.ResidentKilobytes(server.Id) / 1024,
                (ProcessFigures.CpuSeconds(server.Id) - cpu) / seconds * 100,
                (run.Tally.Delivered - delivered) / seconds,
                run.Connected,
                run.Resumed,
                run.Tally.Lost + missing,
                run.Tally.Duplicates,
                run.Tally.Gaps);
            BenchReport.Progress($"soak: {table.LastRow}");
        }

        report.Show(table);
    }
}

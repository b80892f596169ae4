using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// The service is restarted under load: how soon everyone is back and has everything, and that nothing is lost or twice.
/// </summary>
internal sealed class ResumeSection(Cores cores, bool quick) : ISection
{
    // Files beside the clients' connections.
    private const int OtherFiles = 200;

    private static readonly Column[] Columns =
    [
        new("restart"), new("clients"), new("down s", "N2"), new("all back s", "N2"), new("all caught up s", "N2"),
        new("events acknowledged"), new("deliveries"), new("lost"), new("twice"), new("gaps told"),
    ];

    private readonly int _clients = (int)Math.Min(quick ? 500 : 9_000, ProcessFigures.OpenFilesLimit() - OtherFiles);
    private readonly int _rate = quick ? 20 : 5; // a second of each producer: half of what one core delivers to so many

    public string Name => "resume";

    public void Run(BenchReport report)
    {
        var table = new ResultTable("Resume: a restart under load, and all clients come back in the same moment", Columns);
        Measure(table, "SIGTERM, as it comes", [], Libc.SigTerm);
        Measure(table, "SIGKILL, durability commit", ["--LiveFeed:Log:Durability=commit"], Libc.SigKill);
        report.Show(table);
    }

    private void Measure(ResultTable table, string name, string[] settings, int signal)
    {
        BenchReport.Progress($"resume: {name}");
        using var server = Contender.LiveFeed(cores, settings).Start();
        using var run = new ResumeRun(server, _clients, _rate);
        var result = run.Run(signal);
        table.Add(
            name,
            _clients,
            result.DownSeconds,
            result.BackSeconds,
            result.CaughtUpSeconds,
            result.Acknowledged,
            result.Tally.Delivered,
            result.Tally.Lost + result.Missing,
            result.Tally.Duplicates,
            result.Tally.Gaps);
    }
}

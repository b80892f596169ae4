using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// What joins and leaves cost in a large room, beside the same room at rest: they are not sent to everyone.
/// </summary>
internal sealed class RoomsSection(Cores cores, bool quick) : ISection
{
    private const int MessagesPerSecond = 10;
    private const int ChangesPerSecond = 100; // so many join, and so many leave

    private static readonly Column[] Columns =
        [new("room"), new("members"), new("CPU %", "N1"), new("× at rest", "N2"), new("messages lost"), new("twice")];

    private readonly int _members = quick ? 500 : 5_000;
    // Short ones, and many: from one quarter of a minute to the next a send's cost differs by more than what is measured.
    private readonly int _rounds = quick ? 1 : 9;
    private readonly TimeSpan _turn = TimeSpan.FromSeconds(quick ? 2 : 5);

    public string Name => "rooms";

    public void Run(BenchReport report)
    {
        // The members of the load generator do not answer pings, and must not be cut off for that.
        using var server = Contender.LiveFeed(
            cores, ["--LiveFeed:Delivery:StalledAfter=00:00:00"], isWebSocket: true).Start();
        using var run = new RoomRun(server, _members);
        run.Settle();
        var rounds = new List<(double Calm, double Busy)>();
        for (var i = 0; i < _rounds; i++)
        {
            BenchReport.Progress($"rooms: round {i + 1} of {_rounds}");
            rounds.Add((run.Measure(_turn, MessagesPerSecond, 0), run.Measure(_turn, MessagesPerSecond, ChangesPerSecond)));
        }

        var (rest, busy) = rounds.OrderBy(round => round.Busy / round.Calm).ElementAt(_rounds / 2);
        var title = FormattableString.Invariant(
            $"Rooms: {_members:N0} members, {MessagesPerSecond} messages/s, {ChangesPerSecond} join and leave each second");
        var table = new ResultTable(title, Columns);
        table.Add("at rest", _members, rest * 100, 1.0, null, null);
        table.Add("with joins and leaves", _members, busy * 100, busy / rest, run.Lost, run.Duplicates);
        report.Show(table);
    }
}

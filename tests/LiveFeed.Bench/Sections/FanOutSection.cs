using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>What a delivery costs, beside the floor and peers.</summary>
internal sealed class FanOutSection(Cores cores, bool quick) : ISection
{
    private const string Title = "Fan-out";

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

        using var rounds = new FanOutRounds(
            quick,
            [
                Contender.Floor(cores),
                .. Contender.HasNchan ? (Contender[])[Contender.Nchan(cores)] : [],
                Contender.Idiomatic(cores),
                Contender.SignalR(cores),
                .. Contender.HasNpmWs ? (Contender[])[Contender.NpmWs(cores)] : [],
                Contender.LiveFeed(cores, [], isWebSocket: true) with { Name = "LiveFeed, WebSocket" },
                Contender.LiveFeed(cores, []) with { Name = "LiveFeed, as it comes" },
                Contender.LiveFeed(cores, ["--LiveFeed:Delivery:FlushWindow=00:00:00"]) with
                {
                    Name = "LiveFeed, no flush window",
                },
            ]);
        foreach (var load in _steady.Where(FanOutRounds.Fits))
        {
            report.Show(rounds.Measure(Title, load));
        }

        report.Show(rounds.Measure(Title, _flood, without: 1));
    }
}

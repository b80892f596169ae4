using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>What a delivery to a Socket.IO client on a WebSocket costs, beside the server that npm has for them.</summary>
internal sealed class SocketIoSection(Cores cores, bool quick) : ISection
{
    private readonly FanOutLoad[] _loads = quick
        ? [new(200, 50, 2) { Duration = TimeSpan.FromSeconds(1) }]
        : [new(9_000, 5, 2), new(1_000, 50, 2), new(1_000, 2_000, 8)];

    public string Name => "socketio";

    public void Run(BenchReport report)
    {
        if (!Contender.HasNpmSocketIo)
        {
            report.Say("The server of npm is left out: it is not installed (npm --prefix tests/clients ci).");
        }

        using var rounds = new FanOutRounds(
            quick,
            [
                Contender.Floor(cores),
                .. Contender.HasNpmSocketIo ? (Contender[])[Contender.NpmSocketIo(cores)] : [],
                Contender.LiveFeedSocketIo(cores),
            ]);
        foreach (var load in _loads.Where(FanOutRounds.Fits))
        {
            report.Show(rounds.Measure("Fan-out to Socket.IO clients", load));
        }
    }
}

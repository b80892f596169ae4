using LiveFeed.Bench.Linux;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// For a long time many clients come and go, some read nothing, and the log cannot be written now and then. In the first
/// half the service is killed or stopped again and again. In the second half it runs on, and its memory must stay flat.
/// Nothing may be lost or come twice.
/// </summary>
internal sealed class SoakSection(FaultOptions options) : ISection
{
    private const int Leaving = 50; // a second
    private const int Stalled = 20;
    private const int Steps = 10; // each ends with its faults
    private const int Restarts = Steps / 2;
    private const double MaxGrowth = 1.5; // in the second half, from its first step to its last

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Blocked = TimeSpan.FromSeconds(3);

    private readonly int _clients = options.Quick ? 500 : 5_000;
    private readonly List<double> _megabytes = []; // by step
    private TimeSpan _slowest; // recovery
    private int _stalledOnes; // since the last restart
    private int _blocks;

    public string Name => "soak";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync(
            ["--LiveFeed:Log:Durability=commit", "--LiveFeed:Delivery:StalledAfter=00:00:10"]);
        using var soak = new Soak(service, _clients, Stalled);
        for (var step = 0; step < Steps; step++)
        {
            for (var passed = TimeSpan.Zero; passed < options.Soak / Steps; passed += Turn)
            {
                soak.Churn(Leaving, Turn);
            }

            _megabytes.Add(service.Megabytes);
            Console.Error.WriteLine(
                FormattableString.Invariant($"  {step + 1} of {Steps}: {_megabytes[^1]:N0} MB, ") +
                FormattableString.Invariant($"{soak.Connected:N0} connected, {soak.Tally.Delivered:N0} delivered"));
            await DoHarmAsync(service, soak, restart: step < Restarts);
        }

        var cutOff = await CutOffAsync(service);
        var missing = soak.End();
        yield return new FaultResult(
            $"soak of {options.Soak:hh\\:mm\\:ss}",
            Restarts + _blocks,
            soak.Acknowledged,
            soak.Tally.Lost + missing + soak.Tally.Gaps,
            soak.Tally.Duplicates, _slowest, Remark(cutOff));
        FaultException.Unless(cutOff >= Stalled, $"{cutOff} clients were cut off, {Stalled} read nothing");
        FaultException.Unless(
            _megabytes[^1] < _megabytes[Restarts] * MaxGrowth,
            $"memory grew from {_megabytes[Restarts]:N0} MB to {_megabytes[^1]:N0} MB");
    }

    private async Task DoHarmAsync(Service service, Soak soak, bool restart)
    {
        Note(soak.BlockLog(Blocked));
        _blocks++;
        if (restart)
        {
            Note(soak.Restart(_megabytes.Count % 2 == 0 ? Libc.SigTerm : Libc.SigKill));
            _stalledOnes = 0;
        }

        // Stalled clients have time to be found before others stall.
        if (await CutOffAsync(service) >= _stalledOnes)
        {
            await soak.StallAsync();
            _stalledOnes += Stalled;
        }
    }

    private static Task<double> CutOffAsync(Service service) =>
        service.MetricAsync("livefeed_clients_disconnected", "reason=\"stalled\"");

    private void Note(TimeSpan recovered) => _slowest = recovered > _slowest ? recovered : _slowest;

    private string Remark(double cutOff) =>
        FormattableString.Invariant(
            $"{_clients:N0} clients, of whom {Leaving} leave and come back every second; {Restarts} restarts, ") +
        FormattableString.Invariant(
            $"log unwritable {_blocks} times; {cutOff:N0} stalled clients cut off since the last restart; ") +
        $"MB of the service between restarts {Megabytes(_megabytes[..Restarts])}, " +
        $"then without {Megabytes(_megabytes[Restarts..])}";

    private static string Megabytes(IEnumerable<double> figures) =>
        string.Join(" ", figures.Select(mb => FormattableString.Invariant($"{mb:N0}")));
}

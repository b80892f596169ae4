using LiveFeed.Bench.Load;
using LiveFeed.Faults.Hostile;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// Everything hostile at once (<see cref="Attacks"/>) over a log of large events and many topics. Clients that behave lose
/// nothing and wait little, and the service's memory has a bound.
/// </summary>
internal sealed class HostileSection(FaultOptions options) : ISection
{
    private const double MaxTimesQuiet = 3;
    private const double AlwaysFairMs = 15; // of the p99, where three times the quiet one is less
    private const int LogBytes = 300_000_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProducersPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FollowersLife = TimeSpan.FromSeconds(3);

    private readonly FanOutLoad _healthy = new(Clients: options.Quick ? 100 : 500, Rate: 50, Publishers: 4)
    {
        IsRandom = true,
    };

    private readonly TimeSpan _quiet = TimeSpan.FromSeconds(options.Quick ? 3 : 15);
    private readonly int _topics = options.Quick ? 5_000 : 100_000;
    private readonly int _percent = options.Quick ? 20 : 100;

    public string Name => "hostile";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var cores = new SeparateCores();

        // What attackers publish takes room of its own, so that what the others publish is there in the end.
        using var service = await Service.StartAsync(
            [
                "--LiveFeed:Log:MaxEvents=100000000", "--LiveFeed:Log:MaxBytes=100000000000",
                "--LiveFeed:Log:Retention:0:Topics:0=big/*", "--LiveFeed:Log:Retention:0:Topics:1=names/*",
                FormattableString.Invariant($"--LiveFeed:Log:Retention:0:MaxBytes={LogBytes}"),
            ],
            launcher: cores.Service);
        await LargeLog.FillAsync(service, LogBytes, _topics);
        await Bystanders.MeasureAsync(service, _quiet, _healthy); // a service that is new is slower
        var quiet = await Bystanders.MeasureAsync(service, _quiet, _healthy);
        await using var crowd = new Crowd(service, ProducersPause, FollowersLife);
        await crowd.StartAsync();
        using var hostile = await HostileProcess.StartAsync(service.Port, _percent, cores.Load);
        using var memory = new MemoryWatch(service, Look);
        var beside = await Bystanders.MeasureAsync(service, options.Hostile, _healthy);
        FaultException.Unless(!hostile.HasExited, "the hostile load has ended by itself");
        var tally = await hostile.EndAsync();
        await memory.EndAsync();
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        Require(memory, quiet, beside, tally, cores.ArePinned);
        yield return new FaultResult(
            FormattableString.Invariant($"a hostile mix for {options.Hostile.TotalSeconds:N0} s"), 1,
            crowd.Witness.Acknowledged + quiet.Published + beside.Published,
            verdict.Lost + quiet.Lost + beside.Lost,
            verdict.Duplicated + quiet.Duplicates + beside.Duplicates,
            Recovered: null,
            FormattableString.Invariant(
                $"resident {memory}; {Bystanders.Compare(quiet, beside, _healthy)}; attacks: {tally}"));
    }

    private void Require(MemoryWatch memory, FanOutResult quiet, FanOutResult beside, string tally, bool arePinned)
    {
        memory.RequireBounded();
        FaultException.Unless(beside.Delivered > 0 && tally.Length > 2, "nobody was served, or nobody did harm");
        if (options.Quick)
        {
            return; // what takes how long is not told by a machine that is busy
        }

        FaultException.Unless(
            quiet.Faults is null && beside.Faults is null, $"well-behaved clients: {quiet.Faults} {beside.Faults}");
        var limit = Math.Max(AlwaysFairMs, MaxTimesQuiet * quiet.DeliveryP99Ms);
        FaultException.Unless(
            !arePinned || beside.DeliveryP99Ms <= limit,
            FormattableString.Invariant($"{Bystanders.Compare(quiet, beside, _healthy)}: more than {limit:N1} ms"));
    }
}

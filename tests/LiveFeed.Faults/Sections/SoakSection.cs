using LiveFeed.Bench.Linux;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// For a long time: many clients that come and go, some that read nothing, and the service killed or stopped in between. Nothing
/// may be lost, and memory must stay flat.
/// </summary>
internal sealed class SoakSection(FaultOptions options) : ISection
{
    private const int Leaving = 50; // a second
    private const int Stalled = 20;
    private const double MaxGrowth = 1.5; // from the first to the last minute

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly int _clients = options.Quick ? 500 : 5_000;

    public string Name => "soak";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync(
            ["--LiveFeed:Log:Durability=commit", "--LiveFeed:Delivery:StalledAfter=00:00:10"]);
        using var soak = new Soak(service, _clients, Stalled);
        var minute = options.Soak < Minute ? options.Soak : Minute;
        var memory = new List<double>();
        var (restarts, slowest) = (0, TimeSpan.Zero);
        for (var passed = TimeSpan.Zero; passed < options.Soak; passed += minute)
        {
            for (var turn = TimeSpan.Zero; turn < minute; turn += Turn)
            {
                soak.Churn(Leaving, Turn);
            }

            memory.Add(service.Megabytes);
            Console.Error.WriteLine(FormattableString.Invariant($"  after {passed + minute}: {memory[^1]:N0} MB, {soak.Connected} connected, {soak.Tally.Delivered} delivered"));
            var took = soak.Restart(restarts++ % 2 == 0 ? Libc.SigKill : Libc.SigTerm);
            slowest = took > slowest ? took : slowest;
            await soak.StallAsync();
        }

        var missing = soak.End();
        yield return new FaultResult(
            $"{options.Soak:hh\\:mm\\:ss} with {_clients} clients, restarts", restarts, soak.Acknowledged, soak.Tally.Lost + missing + soak.Tally.Gaps,
            soak.Tally.Duplicates, slowest, FormattableString.Invariant($"MB by minute: {string.Join(' ', memory.Select(mb => $"{mb:N0}"))}"));
        if (memory.Count > 2 && memory[^1] > memory[1] * MaxGrowth)
        {
            throw new FaultException("memory grew");
        }
    }
}

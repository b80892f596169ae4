using LiveFeed.Faults.Load;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// The service with few file descriptors, and floods of connections beside its clients and producers: none asks for
/// anything, none ends its request, or each is reset at once. The process lives, and clients and producers go on.
/// </summary>
internal sealed class DescriptorsSection(FaultOptions options) : ISection
{
    private const int Descriptors = 512;
    private const int Kept = Descriptors * 2; // of a flood, open at its end at once
    private const string HalfRequest = "GET /topics HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";

    private static readonly (string Fault, string Beginning, bool Resets)[] Floods =
    [
        ("a flood of connections without a request", "", false),
        ("a flood of connections with half a request", HalfRequest, false),
        ("a flood of connections that are reset", HalfRequest, true),
    ];

    private readonly TimeSpan _time = TimeSpan.FromSeconds(options.Quick ? 3 : 30);

    public string Name => "descriptors";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        foreach (var (fault, beginning, resets) in Floods)
        {
            yield return await FloodAsync(fault, beginning, resets);
        }
    }

    private async Task<FaultResult> FloodAsync(string fault, string beginning, bool resets)
    {
        using var service = await Service.StartAsync([], launcher: ServiceProcess.WithDescriptors(Descriptors));
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        var flood = new Squat(service.Address, beginning, resets, resets ? 0 : Kept);
        using var stop = new CancellationTokenSource();
        var flooding = Task.Run(() => flood.RunAsync(stop.Token));
        await Wait.ForAsync(_time);
        await Wait.UntilAsync(
            () => flood.Opened > Kept || service.HasExited, "there are more connections than descriptors");
        FaultException.Unless(
            !service.HasExited, $"it ended with {(service.HasExited ? service.ExitCode : 0)}:\n{service.Output}");

        var answered = await crowd.UntilAcknowledgedAsync(); // while the flood goes on
        using (var late = new RawReader(service.Address, "late"))
        {
            await late.JoinAsync();
        }

        await stop.CancelAsync();
        await flooding;
        var ended = await service.MetricAsync("livefeed_connections_ended_total", "idle");
        FaultException.Unless(resets || ended > 0, "no connection was ended for another one's sake");
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        await service.TerminateAsync();
        return new FaultResult(
            fault, flood.Opened, crowd.Witness.Acknowledged, verdict.Lost, verdict.Duplicated, answered,
            FormattableString.Invariant($"{ended:N0} ended for others, of {Descriptors} descriptors; ") +
            "a producer was answered, and a new client connected, meanwhile");
    }
}

using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// The host's clock is set back an hour, and right again later. Meanwhile the service is killed. Needs libfaketime.
/// </summary>
internal sealed class ClockSection : ISection
{
    private const string Fault = "the clock jumps back an hour, kill -9, and on again";
    private const string Right = "+0";
    private const string AnHourAgo = "-1h";

    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(30);

    public string Name => "clock";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        if (Library() is not { } library)
        {
            yield return FaultResult.Skipped(Fault, "it takes libfaketime (Debian: faketime)");
            yield break;
        }

        var clock = Path.GetTempFileName();
        try
        {
            yield return await RunAsync(library, clock);
        }
        finally
        {
            File.Delete(clock);
        }
    }

    private static async Task<FaultResult> RunAsync(string library, string clock)
    {
        await File.WriteAllTextAsync(clock, Right);
        using var service = await Service.StartAsync(
            ["--LiveFeed:Log:Durability=commit"],
            environment: new()
            {
                ["LD_PRELOAD"] = library,
                ["FAKETIME_TIMESTAMP_FILE"] = clock,
                ["FAKETIME_NO_CACHE"] = "1", // the file is looked at whenever the time is asked for
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1", // as where a clock is set
            });
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        await crowd.UntilAcknowledgedAsync();
        await SetAsync(AnHourAgo, isBehind: true);
        await crowd.UntilAcknowledgedAsync();
        service.Kill();
        crowd.Witness.Killed();
        var recovered = await service.RelaunchAsync();
        await crowd.UntilAcknowledgedAsync();
        await SetAsync(Right, isBehind: false);
        await crowd.UntilAcknowledgedAsync();
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        return new FaultResult(
            Fault,
            1,
            crowd.Witness.Acknowledged,
            verdict.Lost,
            verdict.Duplicated,
            recovered,
            "positions go on, every event in its place");

        async Task SetAsync(string offset, bool isBehind)
        {
            await File.WriteAllTextAsync(clock, offset);
            await Wait.UntilAsync(
                async () => await BehindAsync(service) > Enough == isBehind, $"the service's clock is at {offset}");
        }
    }

    // By the service's own Date header.
    private static async Task<TimeSpan> BehindAsync(Service service)
    {
        using var answer = await service.Http.GetAsync(new Uri("/healthz/live", UriKind.Relative));
        var date = answer.Headers.Date ?? throw new FaultException("an answer without a date");
        return TimeProvider.System.GetUtcNow() - date;
    }

    private static string? Library() => Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        : null;
}

using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary><c>kill -9</c> at random moments while producers post and clients follow.</summary>
internal sealed class KillSection(FaultOptions options) : ISection
{
    private const int Seed = 20260131;
    private const int LongestMilliseconds = 400;

    public string Name => "kill";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        foreach (var durability in (string[])["commit", "async", "memory"])
        {
            yield return await KillAsync(durability, new Random(Seed));
        }
    }

    private async Task<FaultResult> KillAsync(string durability, Random random)
    {
        using var service = await Service.StartAsync(
            [$"--LiveFeed:Log:Durability={durability}", "--LiveFeed:Delivery:Retry=00:00:00.010"]);
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < options.Times; i++)
        {
            await crowd.UntilAcknowledgedAsync();
            await Wait.ForAsync(TimeSpan.FromMilliseconds(random.Next(LongestMilliseconds)));
            service.Kill();
            crowd.Witness.Killed();
            var recovered = await service.RelaunchAsync();
            slowest = recovered > slowest ? recovered : slowest;
        }

        await crowd.UntilAcknowledgedAsync();
        var verdict = await crowd.EndAsync(mayLoseLastMoment: durability != "commit");
        var remark = durability == "commit" ? ""
            : FormattableString.Invariant($"its last moments cost {verdict.LastMoment:N0} events, ") +
                FormattableString.Invariant($"none older than {verdict.LastMomentTime.TotalMilliseconds:N0} ms; ") +
                FormattableString.Invariant($"{verdict.Losses} kills cost something, ") +
                "which every client was told once, and nothing else";
        FaultException.Unless(
            verdict is { Untold: 0, Imagined: 0 },
            FormattableString.Invariant($"of {verdict.Losses} losses clients were not told {verdict.Untold}, ") +
            FormattableString.Invariant($"and told {verdict.Imagined} that there were not"));
        return new FaultResult(
            $"kill -9, {durability}",
            options.Times,
            crowd.Witness.Acknowledged,
            verdict.Lost,
            verdict.Duplicated,
            slowest,
            remark);
    }
}

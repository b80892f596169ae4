using System.Net.Http.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// SIGTERM while events pour in. There are many clients, some of which read nothing, and an NDJSON POST that does not end.
/// Every client is told, everything is written, and the service exits with 0 in time.
/// </summary>
internal sealed class ShutdownSection(FaultOptions options) : ISection
{
    private const string Bulk = "bulk";
    private const int Stalled = 20;

    // Twice the promised time, as the machine is busy; the short form runs beside tests.
    private readonly TimeSpan _maxTime = TimeSpan.FromSeconds(options.Quick ? 60 : 10);
    private readonly int _clients = options.Quick ? 200 : 1_000;

    public string Name => "shutdown";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync([]);
        await using var crowd = new Crowd(service);
        await crowd.StartAsync();
        var readers = Enumerable.Range(0, _clients)
            .Select(i => new RawReader(service.Address, i < Stalled ? Bulk : "quiet"))
            .ToArray();
        await Task.WhenAll(readers.Select(reader => reader.JoinAsync()));
        for (var i = 0; i < 10; i++)
        {
            using var posted = await service.Http.PostAsJsonAsync(
                "/events", new { topic = Bulk, data = new string('x', 300_000) });
        }

        using var open = await OpenPost.StartAsync(service.Address);
        await crowd.UntilAcknowledgedAsync();
        var took = await service.TerminateAsync();
        var answer = await open.ReadAnswerAsync();
        var told = await Task.WhenAll(readers.Skip(Stalled).Select(IsToldAsync));
        Array.ForEach(readers, reader => reader.Dispose());
        FaultException.Unless(took < _maxTime, $"it took {took}");
        FaultException.Unless(
            answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal) &&
            answer.Contains("\"accepted\":1", StringComparison.Ordinal),
            $"the open POST was answered '{answer}'");
        FaultException.Unless(told.All(was => was), $"{told.Count(was => !was)} of {told.Length} clients were not told");
        FaultException.Unless(crowd.AreClosed, $"a client in the crowd was not told");
        var recovered = await service.RelaunchAsync();
        var verdict = await crowd.EndAsync(mayLoseLastMoment: false);
        yield return new FaultResult(
            $"SIGTERM, {_clients} clients, {Stalled} stalled",
            1,
            crowd.Witness.Acknowledged,
            verdict.Lost,
            verdict.Duplicated,
            recovered,
            FormattableString.Invariant($"ended with 0 after {took.TotalSeconds:N1} s"));
    }

    private static async Task<bool> IsToldAsync(RawReader reader)
    {
        while (await reader.ReadAsync())
        {
        }

        return reader.Inbox.IsClosed;
    }
}

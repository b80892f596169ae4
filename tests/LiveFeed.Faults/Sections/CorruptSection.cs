using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Faults.Sections;

/// <summary>Random bytes in the log's file, while the service is away and while it runs.</summary>
internal sealed class CorruptSection : ISection
{
    private const int Events = 40_000; // more than the service has in memory
    private const int PageBytes = 4_096;
    private const int Seed = 20260131;

    public string Name => "corrupt";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        using var service = await Service.StartAsync([]);
        await FillAsync(service);
        var position = await ReadAsync(service, "-");
        yield return await CorruptRunningAsync(service);
        await service.TerminateAsync();
        var output = await service.RelaunchInVainAsync();
        var reason = output.Split('\n').LastOrDefault(line => line.Contains("is corrupt", StringComparison.Ordinal))
            ?? throw new FaultException($"it does not say what is wrong:\n{output}");
        yield return new FaultResult(
            "the log is corrupt at the start",
            1,
            Events,
            0,
            0,
            null,
            $"exit 1: {Short(reason.Replace(service.Folder, "", StringComparison.Ordinal))}");
        var started = await service.RelaunchAsync("--LiveFeed:Log:OnCorruption=setAside");
        await RequireGapAsync(service, position.Next);
        yield return new FaultResult("the same, set aside", 1, 0, 0, 0, started, "clients that resume are told of the gap");
    }

    private static async Task<FaultResult> CorruptRunningAsync(Service service)
    {
        Scatter(service.LogFile);
        var (wrong, refused) = (0L, false);
        for (var page = (Next: "-", Events: (IReadOnlyList<int>)[], Failure: (string?)null); ;)
        {
            var after = page.Next;
            page = await ReadAsync(service, after);
            wrong += page.Events.Zip(page.Events.Skip(1)).Count(pair => pair.Second != pair.First + 1);
            refused = page.Failure is not null;
            if (refused || page.Events.Count == 0)
            {
                break;
            }
        }

        var (isReady, answer) = await service.AskReadyAsync();
        return !refused || isReady || !answer.Contains("is corrupt", StringComparison.Ordinal)
            ? throw new FaultException($"corruption went unnoticed: {answer}")
            : new FaultResult(
                "random bytes in the running log",
                1,
                Events,
                Lost: wrong,
                0,
                null,
                "not ready, publishers and readers get 503, no wrong event");
    }

    private static async Task FillAsync(Service service)
    {
        var lines = string.Join('\n', Enumerable.Range(0, Events).Select(n => $$"""{"topic":"t","data":{{n}}}"""));
        using var content = new StringContent(
            lines, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson"));
        using var answer = await service.Http.PostAsync(new Uri("/events", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        await service.TerminateAsync(); // has all of it in the one file
        await service.RelaunchAsync();
    }

    // In every tenth page of the older half, but not the first, without which SQLite would not know the file at all.
    private static void Scatter(string path)
    {
        var random = new Random(Seed);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[16];
        for (long page = 10; page < file.Length / PageBytes / 2; page += 10)
        {
            random.NextBytes(bytes);
            file.Position = (page * PageBytes) + random.Next(PageBytes - bytes.Length);
            file.Write(bytes);
        }
    }

    private static async Task<(string Next, IReadOnlyList<int> Events, string? Failure)> ReadAsync(
        Service service, string after)
    {
        var query = after == "-" ? "" : $"&after={after}";
        using var answer = await service.Http.GetAsync(new Uri($"/history?topic=t&limit=1000{query}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                ? (after, [], text)
                : throw new FaultException(text);
        }

        var page = JsonSerializer.Deserialize<JsonElement>(text);
        return (
            page.GetProperty("next").GetString()!,
            [.. page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetInt32())],
            null);
    }

    private static async Task RequireGapAsync(Service service, string position)
    {
        using var stream = await service.Http.GetStreamAsync(
            new Uri($"/events?topic=t&lastEventId={position}", UriKind.Relative));
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync().WaitAsync(Wait.Limit, TimeProvider.System) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) &&
                line.Contains("\"reason\":\"epoch\"", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new FaultException("a client that resumed in the new log was not told of the gap");
    }

    private static string Short(string text) =>
        text.Length < 100 ? text.Trim() : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 100)}…");
}

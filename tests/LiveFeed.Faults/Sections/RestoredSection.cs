using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// The service is killed and starts on an older copy of its files, or without its write-ahead log. Nothing acknowledged is there that
/// came after the copy: whoever had some of it is told, and nobody is who had not.
/// </summary>
internal sealed class RestoredSection(FaultOptions options) : ISection
{
    private const string Topic = "restored";
    private const string Beginning = "-";
    private const int Before = 1_000; // events before the copy
    private const int Batch = 1_000;

    private static readonly string[] Endings = ["", "-wal", "-shm", "-run"];

    // After the copy, and lost with it.
    private int Since => options.Quick ? 5_000 : 50_000;

    public string Name => "restored";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        yield return await RestoreAsync();
        yield return await LoseWriteAheadLogAsync();
    }

    private async Task<FaultResult> RestoreAsync()
    {
        using var service = await Service.StartAsync(["--LiveFeed:Log:Durability=commit"]);
        var before = await PostAsync(service, 1, Before);
        var copy = Directory.CreateDirectory(Path.Combine(service.Folder, "copy")).FullName;
        Copy(service.LogFile, Path.Combine(copy, "feed.db"));
        var since = await PostAsync(service, Before + 1, Since);
        service.Kill();
        Copy(Path.Combine(copy, "feed.db"), service.LogFile);
        var recovered = await service.RelaunchAsync();
        var next = Before + Since + 1;
        var after = await PostAsync(service, next, 1);

        // In this order: who had all of it, a part of it, nothing of it, only the beginning; then who is new.
        await RequireAsync(service, since.Last, [next], losses: 1);
        await RequireAsync(service, since.First, [next], losses: 1);
        await RequireAsync(service, before.Last, [next], losses: 0);
        await RequireAsync(service, before.First, [.. Enumerable.Range(2, Before - 1), next], losses: 0);
        await RequireAsync(service, after.First, [next + 1], losses: 0, postFirst: next + 1);
        return new FaultResult(
            "an older copy restored, commit", 1, Before + Since + 2, 0, Twice(since, after), recovered,
            FormattableString.Invariant($"{Since:N0} acknowledged events are not in it: told to all who had some of them, and to nobody else"));
    }

    private static async Task<FaultResult> LoseWriteAheadLogAsync()
    {
        using var service = await Service.StartAsync(["--LiveFeed:Log:Durability=commit"]);
        var posted = await PostAsync(service, 1, 100); // too few to have come to the file itself
        service.Kill();
        File.Delete(service.LogFile + "-wal");
        var recovered = await service.RelaunchAsync();
        var after = await PostAsync(service, 101, 1);

        await RequireAsync(service, posted.Last, [101], losses: 1);
        await RequireAsync(service, posted.First, [101], losses: 1);
        await RequireAsync(service, after.First, [102], losses: 0, postFirst: 102);
        return new FaultResult(
            "the write-ahead log deleted, commit", 1, 102, 0, Twice(posted, after), recovered, "told to all who were there before");
    }

    // Fails unless a client that resumes gets just this.
    private static async Task RequireAsync(Service service, string position, int[] numbers, int losses, int? postFirst = null)
    {
        if (postFirst is { } number)
        {
            await PostAsync(service, number, 1);
        }

        var read = await ResumedReading.ResumeAsync(service, Topic, position, until: numbers[^1]);
        var got = read.Numbers.TakeWhile(one => one <= numbers[^1]).ToList();
        FaultException.Unless(
            got.SequenceEqual(numbers) && read.Losses == losses,
            FormattableString.Invariant($"after {position} came {got.Count} events and {read.Losses} losses, not {numbers.Length} and {losses}"));
    }

    private static long Twice((string First, string Last) old, (string First, string Last) young) =>
        Witness.Sequence(young.First) > Witness.Sequence(old.Last) ? 0 : 1;

    private static void Copy(string from, string to)
    {
        foreach (var ending in Endings)
        {
            File.Delete(to + ending);
            if (File.Exists(from + ending))
            {
                File.Copy(from + ending, to + ending);
            }
        }
    }

    // Numbers from one on; returns the first and the last position.
    private static async Task<(string First, string Last)> PostAsync(Service service, int from, int count)
    {
        var (first, last) = (Beginning, Beginning);
        foreach (var chunk in Enumerable.Range(from, count).Chunk(Batch))
        {
            var body = $"[{string.Join(',', chunk.Select(n => string.Create(CultureInfo.InvariantCulture, $$"""{"topic":"{{Topic}}","data":{{n}}}""")))}]";
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await service.Http.PostAsync(new Uri("/events", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
            var positions = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("positions");
            first = first == Beginning ? positions.GetProperty("first").GetString()! : first;
            last = positions.GetProperty("last").GetString()!;
        }

        return (first, last);
    }
}

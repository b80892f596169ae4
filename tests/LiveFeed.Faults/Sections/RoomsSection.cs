using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// <c>kill -9</c> while users come to a room and go, by streams and by WebSockets: each joins and leaves in turn, and nobody
/// who is gone is left behind.
/// </summary>
internal sealed class RoomsSection(FaultOptions options) : ISection
{
    private const int Seed = 20260131;
    private const int Users = 24;
    private const string Room = "crowd";
    private const int LongestMilliseconds = 300;

    // A kill here costs seconds, as members may be away so long.
    private int Times => Math.Max(2, options.Times / 10);

    public string Name => "rooms";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        foreach (var durability in (string[])["commit", "async"])
        {
            yield return await KillAsync(durability, new Random(Seed));
        }
    }

    private async Task<FaultResult> KillAsync(string durability, Random random)
    {
        using var service = await Service.StartAsync(
            [$"--LiveFeed:Log:Durability={durability}", "--LiveFeed:Rooms:LeaveAfter=00:00:01"]);
        using var http = new HttpClient { BaseAddress = service.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var stop = new CancellationTokenSource();
        Visitor[] visitors =
        [
            .. Enumerable.Range(0, Users / 2).Select(i => new StreamVisitor(http, Room, $"s{i}")),
            .. Enumerable.Range(0, Users / 2).Select(i => new SocketVisitor(service.Address, Room, $"w{i}")),
        ];
        Task[] running = [.. visitors.Select(visitor => visitor.RunAsync(stop.Token))];
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Times; i++)
        {
            Choose(visitors, random);
            await UntilThereAsync(service, visitors);
            Choose(visitors, random);
            await Wait.ForAsync(TimeSpan.FromMilliseconds(random.Next(LongestMilliseconds)));
            service.Kill();
            Choose(visitors, random); // some never come back, some do
            var recovered = await service.RelaunchAsync();
            slowest = recovered > slowest ? recovered : slowest;
        }

        await UntilThereAsync(service, visitors);
        Array.ForEach(visitors, visitor => visitor.IsWanted = false);
        await UntilThereAsync(service, visitors);
        await stop.CancelAsync();
        await Task.WhenAll(running);

        // A member that is about to leave is on no list any more, a moment before its leave is in the log.
        await Wait.UntilAsync(async () => (await CountAsync(service)).Missing == 0, "everybody's leave is in the log");
        var (events, missing, repeated) = await CountAsync(service);
        return new FaultResult($"rooms, kill -9, {durability}", Times, events, missing, repeated, slowest);
    }

    private static void Choose(Visitor[] visitors, Random random) =>
        Array.ForEach(visitors, visitor => visitor.IsWanted = random.Next(2) == 0);

    // Exactly those who are wanted are members, ghosts are not.
    private static Task<TimeSpan> UntilThereAsync(Service service, Visitor[] visitors) => Wait.UntilAsync(
        async () =>
        {
            var wanted = visitors.Where(visitor => visitor.IsWanted).Select(visitor => visitor.UserId);
            var answer = await GetAsync(service, $"/members?topic=rooms/{Room}");
            var there = answer.GetProperty("members").EnumerateArray().Select(member => Text(member, "userId"));
            return wanted.Order(StringComparer.Ordinal).SequenceEqual(there.Order(StringComparer.Ordinal));
        },
        "the members are those who are wanted");

    // Joins and leaves that are missing, as a user's last event is a join; and those that come twice in a row.
    private static async Task<(long Events, long Missing, long Repeated)> CountAsync(Service service)
    {
        var page = await GetAsync(service, $"/history?topic=rooms/{Room}/members&limit=10000");
        var events = page.GetProperty("events").EnumerateArray().ToArray();
        var (missing, repeated) = (0L, 0L);
        foreach (var user in events.GroupBy(e => Text(e.GetProperty("data"), "userId")))
        {
            string[] names = [.. user.Select(e => Text(e, "event"))];
            missing += names[^1] == "join" ? 1 : 0;
            repeated += names.Where((name, i) => name != (i % 2 == 0 ? "join" : "leave")).Count();
        }

        FaultException.Unless(events.Length > 0, "nobody has ever joined");
        return (events.Length, missing, repeated);
    }

    private static async Task<JsonElement> GetAsync(Service service, string path)
    {
        using var answer = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}

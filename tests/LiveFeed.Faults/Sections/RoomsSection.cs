using LiveFeed.Faults.Cluster;
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
        var book = new RoomBook(service, Room);
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
            await UntilThereAsync(book, visitors);
            Choose(visitors, random);
            await Wait.ForAsync(TimeSpan.FromMilliseconds(random.Next(LongestMilliseconds)));
            service.Kill();
            Choose(visitors, random); // some never come back, some do
            var recovered = await service.RelaunchAsync();
            slowest = recovered > slowest ? recovered : slowest;
        }

        await UntilThereAsync(book, visitors);
        Array.ForEach(visitors, visitor => visitor.IsWanted = false);
        await UntilThereAsync(book, visitors);
        await stop.CancelAsync();
        await Task.WhenAll(running);

        // A member that is about to leave is on no list any more, a moment before its leave is in the log.
        await Wait.UntilAsync(async () => (await book.CountAsync()).Missing == 0, "everybody's leave is in the log");
        var (events, missing, repeated) = await book.CountAsync();
        return new FaultResult($"rooms, kill -9, {durability}", Times, events, missing, repeated, slowest);
    }

    private static void Choose(Visitor[] visitors, Random random) =>
        Array.ForEach(visitors, visitor => visitor.IsWanted = random.Next(2) == 0);

    private static Task<TimeSpan> UntilThereAsync(RoomBook book, Visitor[] visitors) => book.UntilThereAsync(
        visitors.Where(visitor => visitor.IsWanted).Select(visitor => visitor.UserId));
}

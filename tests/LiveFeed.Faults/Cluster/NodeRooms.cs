using LiveFeed.Faults.Load;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults.Cluster;

/// <summary>
/// <c>kill -9</c> of a node while users of one room are at both: those of the dead node leave, once, and join when it is
/// back.
/// </summary>
internal static class NodeRooms
{
    private const string Room = "crowd";
    private const int UsersOfNode = 8;

    internal static async Task<FaultResult> RunAsync(int times, Random random)
    {
        await using var redis = await RedisProcess.StartAsync();
        using var nodes = await Nodes.StartAsync(
            2, redis.Configuration, "--LiveFeed:Rooms:LeaveAfter=00:00:01", "--LiveFeed:Cluster:NodeTimeout=00:00:01");
        using var stop = new CancellationTokenSource();
        HttpClient[] https =
        [
            .. nodes.All.Select(node => new HttpClient { BaseAddress = node.Address, Timeout = Timeout.InfiniteTimeSpan }),
        ];
        Visitor[][] visitors = [.. nodes.All.Select((node, i) => Visitors(node, https[i], i))];
        Visitor[] all = [.. visitors.SelectMany(ofNode => ofNode)];
        Task[] running = [.. all.Select(visitor => visitor.RunAsync(stop.Token))];
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            Array.ForEach(all, visitor => visitor.IsWanted = random.Next(4) > 0);
            var (dead, alive) = (i % 2, 1 - (i % 2));
            await new RoomBook(nodes.All[dead], Room).UntilThereAsync(Wanted(all));
            nodes.All[dead].Kill();
            var left = await new RoomBook(nodes.All[alive], Room).UntilThereAsync(Wanted(visitors[alive]));
            slowest = left > slowest ? left : slowest;
            await nodes.All[dead].RelaunchAsync();
        }

        var book = new RoomBook(nodes.All[0], Room);
        await book.UntilThereAsync(Wanted(all));
        Array.ForEach(all, visitor => visitor.IsWanted = false);
        await book.UntilThereAsync([]);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Array.ForEach(https, http => http.Dispose());
        var (events, missing, repeated) = await book.CountAsync();
        return new FaultResult(
            "rooms, kill -9 of a node", times, events, missing, repeated, slowest, "recovered: until its members have left");
    }

    private static Visitor[] Visitors(Service node, HttpClient http, int i) =>
    [
        .. Enumerable.Range(0, UsersOfNode / 2).Select(user => new StreamVisitor(http, Room, $"s{i}{user}")),
        .. Enumerable.Range(0, UsersOfNode / 2).Select(user => new SocketVisitor(node.Address, Room, $"w{i}{user}")),
    ];

    private static IEnumerable<string> Wanted(IEnumerable<Visitor> visitors) =>
        visitors.Where(visitor => visitor.IsWanted).Select(visitor => visitor.UserId);
}

using LiveFeed.Clients;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Rooms;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Rooms;

/// <summary>Joins, leaves and cuts of the same users on many threads at once, with almost no time to come back.</summary>
public sealed class RoomRaceTests
{
    private const string Room = "r";
    private const int Threads = 6;
    private const int Turns = 400;
    private const int Users = 3;

    [Fact]
    public async Task On_many_threads_every_member_joins_and_leaves_in_turn()
    {
        await using var log = new MemoryEventLog(Options.Create(new LogOptions()), TimeProvider.System);
        using var life = await RoomLife.StartAsync(
            log,
            TimeProvider.System,
            new RoomsOptions { LeaveAfter = TimeSpan.FromMilliseconds(1), FollowerEventsPerSecond = 0 });

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => ComeAndGoAsync(life, thread))))
            .WithinDeadline();
        await Deadline.UntilAsync(
            async () => (await log.ReadMembershipsAsync(CancellationToken.None)).Count == 0, "everybody has left");

        Assert.Equal(0, life.Look(Room).Count);
        var history = await life.HistoryAsync(Room);
        foreach (var user in Enumerable.Range(0, Users).Select(i => $"u{i}"))
        {
            string[] events = [.. history.Where(text => text.EndsWith(user, StringComparison.Ordinal))];
            Assert.NotEmpty(events);
            Assert.Equal(events.Select((_, i) => i % 2 == 0 ? $"join {user}" : $"leave {user}"), events);
        }
    }

    private static async Task ComeAndGoAsync(RoomLife life, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Turns; i++)
        {
            var client = await life.EnterAsync(Room, $"u{random.Next(Users)}");
            switch (random.Next(4))
            {
                case 0:
                    await life.LeaveAsync(client, Room);
                    break;
                case 1:
                    await life.JoinAsync(client, Room, $"u{random.Next(Users)}");
                    break;
                case 2:
                    await Task.Yield();
                    break;
            }

            life.Cut(client, random.Next(5) == 0 ? DisconnectReason.Kicked : DisconnectReason.Gone);
        }
    }
}

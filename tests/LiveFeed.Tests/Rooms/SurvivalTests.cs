using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Rooms;

/// <summary>Members over kills and stops of the real service.</summary>
public sealed class SurvivalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restart_who_does_not_come_back_leaves_once_and_who_does_has_never_left(bool isKilled)
    {
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={_folder.File("feed.db")}",
            "--LiveFeed:Log:Durability=commit",
            "--LiveFeed:Metrics:Enabled=false",
            "--LiveFeed:Rooms:LeaveAfter=00:00:15",
            "--LiveFeed:Log:Retention:0:Topics:0=rooms/**",
            "--LiveFeed:Log:Retention:0:MaxEvents=1");
        await using var ada = await service.FollowAsync("/events?room=r&userId=ada");
        await using var bob = await service.FollowAsync("/events?room=r&userId=bob");
        await bob.ReadEventAsync();
        await service.Http.PublishAsync("""{"topic":"rooms/r","data":{"content":"the joins are trimmed for this"}}""");
        await Deadline.UntilAsync(async () => (await HistoryAsync(service)).Length == 0, "the joins are trimmed");

        if (isKilled)
        {
            service.Kill();
        }
        else
        {
            Assert.Equal(0, await service.TerminateAsync());
        }

        await service.RestartAsync("--LiveFeed:Log:Retention:0:MaxEvents=1000");
        await using var back = await service.FollowAsync("/events?room=r&userId=bob");
        Assert.Equal(["join", "leave"], (await back.ReadEventsAsync(2)).Select(e => e.Event)); // its own, and ada's
        await using var later = await service.FollowAsync("/events?room=r&userId=cyd");
        await later.ReadEventAsync();

        Assert.Equal(["leave ada", "join cyd"], await HistoryAsync(service));
    }

    private static async Task<string[]> HistoryAsync(ServiceProcess service)
    {
        var page = await service.Http.GetJsonAsync("/history?topic=rooms/r/members");
        return [.. page.GetProperty("events").EnumerateArray().Select(Text)];
    }

    private static string Text(JsonElement e) =>
        $"{e.GetProperty("event").GetString()} {e.GetProperty("data").GetProperty("userId").GetString()}";
}

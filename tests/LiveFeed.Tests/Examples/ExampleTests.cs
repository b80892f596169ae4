using System.Diagnostics;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Examples;

/// <summary>The examples, as <c>make example</c> starts them, on a real service.</summary>
public sealed class ExampleTests
{
    [Theory]
    [InlineData("machine", "machine/top/01")]
    [InlineData("weblog", "weblog/hits")]
    [InlineData("ci", "ci/seconds/*")]
    [InlineData("stocks", "stocks/quote")]
    [InlineData("sensors", "site/seattle/wind")]
    [InlineData("auction", "auction/lot/car")]
    public async Task An_example_has_a_sound_board_and_real_events_and_leaves_nothing_behind(string name, string topic)
    {
        using var boards = new TempFolder();
        using var service = await ServiceProcess.StartAsync(
            "--LiveFeed:Log:Provider=memory", $"--LiveFeed:Boards:Path={boards.Path}");
        using var example = Start(name, service, boards);
        try
        {
            await Deadline.UntilAsync(
                async () => (await BoardAsync(service, name)).ValueKind == JsonValueKind.Object, $"the board of {name}");
            await Deadline.UntilAsync(
                async () => (await service.Http.GetJsonAsync(
                    $"/history?topic={topic}&limit=1")).GetProperty("events").GetArrayLength() > 0,
                $"an event at {topic}");

            Assert.Equal(JsonValueKind.Null, (await BoardAsync(service, name)).GetProperty("error").ValueKind);
        }
        finally
        {
            await EndAsync(example);
        }

        Assert.False(File.Exists(boards.File($"{name}.json")));
    }

    [Fact]
    public async Task The_auctioneer_takes_a_bid_that_is_high_enough_and_refuses_what_is_none()
    {
        using var boards = new TempFolder();
        using var service = await ServiceProcess.StartAsync(
            "--LiveFeed:Log:Provider=memory", $"--LiveFeed:Boards:Path={boards.Path}");
        using var example = Start("auction", service, boards);
        try
        {
            // Its stream is open when a client is there.
            await Deadline.UntilAsync(
                async () =>
                    (await service.Http.GetStringAsync("/clients")).Contains("auction/bids", StringComparison.Ordinal),
                "the auctioneer follows the bids");
            await service.Http.PublishAsync(
                """[{"topic":"auction/bids","data":{"name":"Ada","amount":90000}},{"topic":"auction/bids","data":"boo"}]""");

            await Deadline.UntilAsync(
                async () =>
                {
                    var room = await service.Http.GetStringAsync("/history?topic=auction/room");
                    return room.Contains("Ada bids $90000", StringComparison.Ordinal) &&
                        room.Contains("that is no amount", StringComparison.Ordinal);
                },
                "both are answered");
        }
        finally
        {
            await EndAsync(example);
        }
    }

    // Its own end: what its producer was running may hold its pipes longer.
    private static async Task EndAsync(ChildProcess example)
    {
        await example.SignalAsync("TERM");
        Assert.True(example.WaitForExit(Deadline.Time), "it ends");
    }

    private static async Task<JsonElement> BoardAsync(ServiceProcess service, string name) =>
        (await service.Http.GetJsonAsync("/boards")).EnumerateArray().FirstOrDefault(board =>
            board.GetProperty("name").GetString() == name);

    private static ChildProcess Start(string name, ServiceProcess service, TempFolder boards)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LiveFeed.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("the tests are not in the repository");
        }

        var start = new ProcessStartInfo("bash", [Path.Combine(root.FullName, "examples", "run.sh"), name]);
        start.Environment["LIVEFEED_URL"] = service.Address.GetLeftPart(UriPartial.Authority);
        start.Environment["LIVEFEED_BOARDS"] = boards.Path;
        return new ChildProcess(start);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>
/// Tiles are added and removed while the board's stream is open. The stream stays, and what it follows changes.
/// </summary>
public sealed class AddedTileTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string A = """{ "type": "events", "title": "A", "topics": ["load/a"], "limit": 1000 }""";
    private const string B = """{ "type": "events", "title": "B", "topics": ["load/b"], "limit": 1000 }""";
    private const string Key = "reader";
    private const string AnyBrowser = "/* as it is */";

    // A browser without shared workers: there the page has the stream.
    private const string NoWorker = "delete window.SharedWorker";

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    private const int Most = 1_000; // events that are published

    // The rows of a tile by its title, oldest first.
    private const string Rows = """
        title => [...document.querySelectorAll('.tile')].filter(tile => tile.querySelector('h2')?.textContent === title)
          .flatMap(tile => [...tile.querySelectorAll('.event-data')]).map(row => row.textContent).reverse()
        """;

    [Theory]
    [InlineData(AnyBrowser, false)]
    [InlineData(NoWorker, false)]
    [InlineData(AnyBrowser, true)]
    public async Task A_tile_that_is_added_keeps_the_one_stream_and_loses_none_of_200_events_a_second(
        string script, bool withKey)
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, withKey);
        Save(folder, A);
        var page = await OpenAsync(service, script, withKey);
        var (id, _) = await TheClientAsync(service);
        using var stopped = new CancellationTokenSource();
        var load = PublishAsync(service, stopped.Token);
        await HasRowsAsync(page, "A", 40);

        Save(folder, $"{A}, {B}");
        // Some of these it had from history, and some came live.
        await HasRowsAsync(page, "B", Math.Min((await RowsAsync(page, "A")).Length + 40, Most));
        await stopped.CancelAsync();
        var count = await load;

        await HasRowsAsync(page, "A", count);
        await HasRowsAsync(page, "B", count);
        var all = Enumerable.Range(0, count).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(all, await RowsAsync(page, "A"));
        Assert.Equal(all, await RowsAsync(page, "B"));
        await Deadline.UntilAsync(
            async () => await TheClientAsync(service) == (id, "load/a,load/b"), "the first stream follows both");
    }

    [Fact]
    public async Task The_topics_of_a_tile_that_is_removed_are_left_out_of_the_same_stream()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder);
        Save(folder, $"{A}, {B}");
        var page = await OpenAsync(service, AnyBrowser);
        var (id, topics) = await TheClientAsync(service);
        Assert.Equal("load/a,load/b", topics);

        Save(folder, B);

        await Deadline.UntilAsync(
            async () => await TheClientAsync(service) == (id, "load/b"), "the first stream follows the other topic only");
        await service.Http.PublishNumbersAsync("load/b", 3);
        await HasRowsAsync(page, "B", 3);
    }

    private static void Save(TempFolder folder, string tiles) =>
        ShopBoard.Save(folder, $$"""{ "title": "Load", "tiles": [{{tiles}}] }""", "load");

    private static LiveFeedServer Start(TempFolder folder, bool withKey = false)
    {
        (string, string)[] access =
        [
            ("Access:Anonymous", "none"),
            ("Access:Keys:0:Name", "reader"),
            ("Access:Keys:0:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
            ("Access:Keys:0:Subscribe:0", "**"),
            ("Access:Keys:0:Publish:0", "**"),
            ("Access:Keys:0:Admin", "true"),
        ];
        Directory.CreateDirectory(folder.File("boards"));
        var service = new LiveFeedServer(
            [("Boards:Path", folder.File("boards")), ("Metrics:Enabled", "false"), .. withKey ? access : []]);
        service.Http.DefaultRequestHeaders.Add("X-API-Key", Key);
        return service;
    }

    private async Task<IPage> OpenAsync(LiveFeedServer service, string script, bool withKey = false)
    {
        var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync(script);
        if (withKey)
        {
            await profile.AddCookiesAsync(
                [new Cookie { Name = "livefeed_token", Value = Key, Url = service.Address.ToString() }]);
        }

        var page = await Chromium.OpenTabAsync(profile, service.Address, "/boards/load");
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }

    /// <summary>
    /// Publishes the same numbers to both topics, 200 events a second, until it is stopped. Returns how many numbers.
    /// </summary>
    private static async Task<int> PublishAsync(LiveFeedServer service, CancellationToken stopped)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var number = 0;
        for (; number < Most && !stopped.IsCancellationRequested; number++)
        {
            await service.Http.PublishAsync(
                $$"""[{"topic":"load/a","data":{{number}}},{"topic":"load/b","data":{{number}}}]""");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        return number;
    }

    private static async Task<string[]> RowsAsync(IPage page, string title) =>
        await page.EvaluateAsync<string[]>(Rows, title);

    private static Task<IJSHandle> HasRowsAsync(IPage page, string title, int count) =>
        page.WaitForFunctionAsync($"([title, count]) => ({Rows})(title).length >= count", new object[] { title, count });

    // The one stream, and what it follows of the load: boards tell each other of their files besides.
    private static async Task<(string Id, string Topics)> TheClientAsync(LiveFeedServer service)
    {
        var clients = (await service.Http.GetJsonAsync("/clients")).GetProperty("clients");
        var client = Assert.Single(clients.EnumerateArray());
        var topics = client.GetProperty("topics").EnumerateArray()
            .Select(one => one.GetString()!)
            .Where(topic => topic.StartsWith("load/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return (client.GetProperty("clientId").GetString()!, string.Join(',', topics));
    }
}

using System.Globalization;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>A board shows the truth, also where there is no data, while topics join, and where events are missing.</summary>
public sealed class BoardTruthTests(Chromium chromium) : IClassFixture<Chromium>
{
    // The board of the documentation of boards.
    private const string Shop = """
        {
          "title": "Shop",
          "window": "00:15:00",
          "tiles": [
            { "type": "number", "title": "Orders a minute", "topics": ["shop/rate"] },
            { "type": "line", "title": "Response time", "topics": ["web/*/latency"],
              "value": "p99", "unit": "ms", "width": 8,
              "thresholds": [{ "above": 250, "level": "warning" }, { "above": 1000, "level": "critical" }] },
            { "type": "events", "title": "Orders", "topics": ["orders/**"], "except": ["orders/test/**"], "limit": 100 },
            { "type": "heatmap", "title": "Spread", "topics": ["web/*/latency"], "value": "p99" },
            { "type": "timeline", "topics": ["shop/door"] },
            { "type": "sparklines", "topics": ["web/*/latency"], "value": "p99" },
            { "type": "meter", "topics": ["shop/rate"] },
            { "type": "bars", "topics": ["shop/*"] },
            { "type": "table", "topics": ["shop/*"] },
            { "type": "status", "topics": ["shop/*"] },
            { "type": "text", "text": "Now {shop/rate}" }
          ]
        }
        """;

    private const string Hosts = """
        {
          "title": "Hosts",
          "variables": { "host": { "label": "Host", "topics": "load/{host}", "all": true, "default": "a" } },
          "tiles": [{ "type": "events", "title": "All", "topics": ["load/{host}"], "limit": 1000 }]
        }
        """;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string FigureIs = "text => document.querySelector('.tile-number .figure-number')?.textContent === text";
    private const string RowsAre =
        "rows => [...document.querySelectorAll('.events > li')]" +
        ".map(row => row.querySelector('.event-data')?.textContent ?? 'gap').join() === rows";

    private const string HistoryReads =
        "() => performance.getEntriesByType('resource').filter(one => one.name.includes('/history')).length";

    [Fact]
    public async Task A_board_of_a_long_window_without_any_data_goes_live_and_shows_the_first_that_comes()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "shop", Shop);
        var page = await OpenAsync(service.Address, "/boards/shop");

        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.tile.is-empty').length === 10 && " +
            "document.querySelectorAll('.is-reading').length === 0");
        Assert.Equal(0, await page.Locator(".tile-notice, .notices > *").CountAsync());
        await service.Http.PublishAsync("""[{"topic":"shop/rate","data":42},{"topic":"web/a/latency","data":{"p99":17}}]""");
        await page.WaitForFunctionAsync(FigureIs, "42");
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.tile-line .legend-value')?.textContent.startsWith('17')");
    }

    [Fact]
    public async Task Topics_that_a_variable_adds_under_load_have_every_event_once()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "hosts", Hosts);
        await service.Http.PublishAsync("""[{"topic":"load/a","data":0},{"topic":"load/b","data":1}]""");
        var page = await OpenAsync(service.Address, "/boards/hosts");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.variables option').length === 3");

        var load = PublishAllAsync(service, first: 2, last: 601);
        foreach (var value in new[] { "b", "a", "*" })
        {
            await page.Locator(".variables select").SelectOptionAsync(value);
            await page.WaitForFunctionAsync(
                "() => document.querySelectorAll('.is-reading').length === 0 && " +
                "document.querySelector('.events li') !== null");
        }

        await load;
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.events .event-data').length >= 602");
        var shown = await page.Locator(".events .event-data").AllInnerTextsAsync();
        Assert.Equal(Enumerable.Range(0, 602), shown.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task A_title_that_is_typed_reads_nothing_and_its_tile_keeps_what_it_shows()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        await service.Http.PublishAsync("""[{"topic":"shop/rate","data":5},{"topic":"shop/stock","data":7}]""");
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        await page.WaitForFunctionAsync(FigureIs, "5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rate: edit", Exact = true }).ClickAsync();
        var before = await page.EvaluateAsync<int>(HistoryReads);

        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("");
        await page.GetByLabel("Title", new() { Exact = true }).PressSequentiallyAsync("Twelve lette");
        await page.WaitForFunctionAsync("() => document.querySelector('.tile-number h2')?.textContent === 'Twelve lette'");

        Assert.Equal(before, await page.EvaluateAsync<int>(HistoryReads));
        await page.WaitForFunctionAsync(FigureIs, "5");
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":6}""");
        await page.WaitForFunctionAsync(FigureIs, "6");
    }

    [Fact]
    public async Task Events_that_history_says_are_lost_are_told_in_their_place_and_above_the_board()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "hosts", Hosts);
        await service.Http.PublishAsync("""[{"topic":"load/a","data":0},{"topic":"load/a","data":1}]""");
        var page = await OpenAsync(service.Address, "/boards/hosts", async page =>
            await page.RouteAsync("**/history?*newest=*", WithGapAsync));

        await page.WaitForFunctionAsync(
            "() => document.querySelector('.events-gap')?.textContent.includes('lost in a crash') === true");
        Assert.Contains("Events are missing", await page.Locator(".gap-bar").InnerTextAsync(), StringComparison.Ordinal);
        await page.WaitForFunctionAsync(RowsAre, "1,gap,0");
    }

    [Fact]
    public async Task Events_that_a_crash_took_are_told_to_an_open_board_when_the_service_is_back()
    {
        using var folder = new TempFolder();
        ShopBoard.Save(folder, Hosts, "hosts");
        await PastLog.WriteAsync(folder.File("log.db"), (TimeSpan.FromSeconds(1), "load/a", "0"));
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={folder.File("log.db")}",
            "--LiveFeed:Log:Durability=memory",
            "--LiveFeed:Metrics:Enabled=false",
            $"--LiveFeed:Boards:Path={folder.File("boards")}");
        var page = await OpenAsync(service.Address, "/boards/hosts");
        await page.WaitForFunctionAsync(RowsAre, "0");

        using (new HeldLogFile(folder.File("log.db")))
        {
            await service.Http.PublishAsync("""{"topic":"load/a","data":1}""");
            await page.WaitForFunctionAsync(RowsAre, "1,0");
            service.Kill();
        }

        await service.RestartAsync();
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.gap-bar')?.innerText.includes('Events are missing') === true");
        Assert.Contains("lost in a crash", await page.Locator(".gap-bar").InnerTextAsync(), StringComparison.Ordinal);
        await service.Http.PublishAsync("""{"topic":"load/a","data":2}""");
        await page.WaitForFunctionAsync(RowsAre, "2,gap,1,0");
    }

    /// <summary>The service's own answer, and in it a gap after its first event.</summary>
    private static async Task WithGapAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var text = await answer.TextAsync();
        if (text.Contains("\"position\":\"", StringComparison.Ordinal))
        {
            var first = text.Split("\"position\":\"")[1].Split('"')[0];
            var second = text.Split("\"position\":\"")[2].Split('"')[0];
            text =
                text.TrimEnd().TrimEnd('}') + $$""","gap":{"after":"{{first}}","before":"{{second}}","reason":"lost"} }""";
        }

        await route.FulfillAsync(new() { Response = answer, Body = text });
    }

    private static async Task PublishAllAsync(LiveFeedServer service, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            var host = number % 2 == 0 ? "a" : "b";
            await service.Http.PublishAsync($$"""{"topic":"load/{{host}}","data":{{number}}}""");
        }
    }

    private static LiveFeedServer Start(TempFolder folder, string name, string board)
    {
        ShopBoard.Save(folder, board, name);
        return new LiveFeedServer(("Boards:Path", folder.File("boards")));
    }

    private async Task<IPage> OpenAsync(Uri address, string path, Func<IPage, Task>? prepare = null)
    {
        var page = await (await chromium.NewProfileAsync()).NewPageAsync();
        if (prepare is not null)
        {
            await prepare(page);
        }

        ScriptFaults.Watch(page);
        await page.GotoAsync(new Uri(address, path).ToString());
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

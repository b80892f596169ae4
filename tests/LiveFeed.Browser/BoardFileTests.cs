using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Board files that are edited while a browser shows them.</summary>
public sealed class BoardFileTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Shop = """
        {
          "title": "Shop",
          "tiles": [
            { "type": "line", "title": "Rate", "topics": ["shop/rate"] },
            { "type": "events", "title": "Orders", "topics": ["shop/orders"] }
          ]
        }
        """;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string HasChart = "() => document.querySelector('.uplot canvas') !== null";

    [Fact]
    public async Task A_saved_file_shows_without_a_reload_and_charts_keep_their_history()
    {
        using var folder = new TempFolder();
        Save(folder, "shop", Shop);
        await using var service = Start(folder);
        await service.Http.PublishAsync(
            """[{"topic":"shop/rate","data":1},{"topic":"shop/rate","data":2},{"topic":"shop/orders","data":"first"}]""");
        var page = await OpenAsync(service);
        await page.WaitForFunctionAsync(HasChart);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.event-data').length === 1");
        var stream = await ClientAsync(service);
        await page.EvaluateAsync("() => { window.list = document.querySelector('.tile-events'); }");

        Save(
            folder,
            "shop",
            Shop.Replace("\"Shop\"", "\"Market\"", StringComparison.Ordinal).Replace(
                "\"Rate\"", "\"Speed\"", StringComparison.Ordinal));
        await page.WaitForFunctionAsync(
            "() => document.querySelector('h1').textContent === 'Market' && " +
            "document.querySelector('.tile-line h2').textContent === 'Speed'");

        Assert.Equal("2", await page.Locator(".tile-line .legend-value").InnerTextAsync());
        Assert.True(
            await page.EvaluateAsync<bool>("() => window.list.isConnected"), "a tile that is as before was made anew");
        Assert.Equal(stream, await ClientAsync(service));
        await page.WaitForFunctionAsync("() => document.querySelector('.boards a').textContent === 'Market'");
    }

    [Fact]
    public async Task A_topic_that_is_added_comes_with_its_history_and_the_list_has_every_event_once()
    {
        using var folder = new TempFolder();
        Save(folder, "shop", Shop);
        await using var service = Start(folder);
        await service.Http.PublishAsync("""[{"topic":"shop/orders","data":"first"},{"topic":"web/latency","data":40}]""");
        var page = await OpenAsync(service);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.event-data').length === 1");

        Save(
            folder,
            "shop",
            Shop.Replace(
                "\"tiles\": [",
                """ "tiles": [{ "type": "number", "title": "Latency", "topics": ["web/latency"] },""",
                StringComparison.Ordinal));
        await service.Http.PublishAsync("""{"topic":"shop/orders","data":"second"}""");
        await page.WaitForFunctionAsync("() => document.querySelector('.tile-number .figure-number')?.textContent === '40'");
        await service.Http.PublishAsync("""[{"topic":"web/latency","data":50},{"topic":"shop/orders","data":"third"}]""");
        await page.WaitForFunctionAsync("() => document.querySelector('.tile-number .figure-number').textContent === '50'");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.event-data').length === 3");

        Assert.Equal(["third", "second", "first"], await page.Locator(".event-data").AllInnerTextsAsync());
    }

    [Fact]
    public async Task A_broken_file_shows_its_fault_with_line_and_column_and_the_board_stays_until_it_is_mended()
    {
        using var folder = new TempFolder();
        Save(folder, "shop", Shop);
        await using var service = Start(folder);
        var page = await OpenAsync(service);

        Save(folder, "shop", Shop.Replace("\"line\"", "\"lime\"", StringComparison.Ordinal));
        await page.Locator(".fault-bar").WaitForAsync();

        Assert.StartsWith(
            "shop.json is broken. Line 4, column 15: tiles[0].type must be one of line",
            await page.Locator(".fault-bar").InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".tile-line").CountAsync());
        await page.Locator(".boards .is-broken").WaitForAsync();

        Save(folder, "shop", Shop);
        await page.Locator(".fault-bar").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        Assert.Equal(1, await page.Locator(".tile-line").CountAsync());
    }

    [Fact]
    public async Task A_file_that_is_made_or_removed_shows_in_the_list_and_its_page()
    {
        using var folder = new TempFolder();
        Save(folder, "shop", Shop);
        await using var service = Start(folder);
        var page = await OpenAsync(service);
        var other = await chromium.OpenAsync(service.Address, "/boards/web");
        await other.GetByText("There is no board “web”").WaitForAsync();

        Save(folder, "web", """{"title":"Web","tiles":[]}""");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.boards li:not(.is-explore) a')]" +
            ".map(a => a.textContent).join() === 'Shop,Web'");
        await other.WaitForFunctionAsync("() => document.querySelector('h1').textContent === 'Web'");

        File.Delete(folder.File("boards/shop.json"));
        await page.GetByText("shop.json was removed.").WaitForAsync();
        Assert.Equal("Shop", await page.Locator("h1").InnerTextAsync());
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.boards li:not(.is-explore) a')]" +
            ".map(a => a.textContent).join() === 'Web'");
    }

    [Fact]
    public async Task A_section_is_folded_by_the_keyboard_and_stays_so_for_the_session()
    {
        using var folder = new TempFolder();
        Save(folder, "shop", """
            {"title":"Shop","sections":[{"title":"Web","tiles":[{"type":"line","topics":["web/rate"]}]},
             {"title":"Disks","folded":true,"tiles":[{"type":"line","topics":["disk/used"]}]}]}
            """);
        await using var service = Start(folder);
        var page = await OpenAsync(service);
        Assert.True(await page.GetByText("waiting for web/rate").IsVisibleAsync());
        Assert.False(await page.GetByText("waiting for disk/used").IsVisibleAsync());

        await page.Locator("summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => !document.querySelector('details').open");
        await page.ReloadAsync();
        await page.WaitForFunctionAsync(IsLive);

        Assert.False(await page.Locator("details").First.EvaluateAsync<bool>("details => details.open"));
    }

    private static async Task<string> ClientAsync(LiveFeedServer service) =>
        (await service.Http.GetJsonAsync("/clients"))
            .GetProperty("clients")
            .EnumerateArray()
            .Single()
            .GetProperty("clientId")
            .GetString()!;

    private static void Save(TempFolder folder, string name, string text)
    {
        var file = folder.File($"boards/{name}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static LiveFeedServer Start(TempFolder folder) => new(("Boards:Path", folder.File("boards")));

    private async Task<IPage> OpenAsync(LiveFeedServer service)
    {
        var page = await chromium.OpenAsync(service.Address, "/boards/shop");
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

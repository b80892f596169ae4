using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>
/// What axe-core finds on the pages, in every state that a page has: for people who do not see them, or see them
/// differently.
/// </summary>
public sealed class AccessibilityTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string IsSettled =
        "() => document.querySelector('h1') !== null && document.querySelector('.is-filling') === null";

    [Theory]
    [InlineData(320, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark, Traits = ["length", "long"])]
    public async Task No_board_and_no_page_has_a_fault_and_each_fits_the_width(int width, ColorScheme scheme)
    {
        using var service = await StartAsync();
        await service.Http.PublishAsync(
            """[{"topic":"demo/a","event":"order.paid","data":{"total":9.5}},{"topic":"demo/b","data":21.5}]""");
        var boards = (await service.Http.GetJsonAsync("/boards")).EnumerateArray().Select(board =>
            $"/boards/{board.GetProperty("name").GetString()}");
        var page = await OpenAsync(service.Address, "/explore?topic=demo/b", width, scheme);
        await ExpectNoFaultAsync(page);

        foreach (var path in boards.Append("/explore?topic=demo/**"))
        {
            await page.GotoAsync(new Uri(service.Address, path).ToString());
            await page.WaitForFunctionAsync(IsLive);
            await ExpectNoFaultAsync(page);
            Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark, Traits = ["length", "long"])]
    public async Task A_board_whose_data_has_stopped_and_an_open_table_have_no_fault(ColorScheme scheme)
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service.Address, "/boards/host", 1280, scheme);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.is-empty').length === 0");
        await page.Locator(".data-button").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open]").WaitForAsync();
        await ExpectNoFaultAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Deadline.UntilAsync(
            async () => (await service.Http.GetJsonAsync("/topics?pattern=metrics/host/cpu"))
                .GetProperty("topics")[0].GetProperty("retained").GetInt32() >= 5,
            "a tile knows how often it may expect a value");

        service.Kill();
        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.is-stale').length >= 8",
            null,
            new() { Timeout = 120_000 }); // three times what a busy machine took from one value to the next

        await ExpectNoFaultAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(ColorScheme.Dark)]
    public async Task Boards_that_are_missing_broken_or_wait_for_data_have_no_fault(ColorScheme scheme)
    {
        using var folder = new TempFolder();
        File.WriteAllText(
            folder.File("faulty.json"),
            """{ "title": "Faulty", "tiles": [{ "type": "lime",""" +
            """ "topics": ["a"] }, { "type": "line", "topics": ["a"] }] }""");
        File.WriteAllText(folder.File("torn.json"), """{ "title": """);
        File.WriteAllText(folder.File("waiting.json"), """
            { "title": "Waiting", "variables": { "site": { "topics": "site/{site}" } },
              "tiles": [
                { "type": "number", "topics": ["a"] },
                { "type": "meter", "topics": ["a"] },
                { "type": "events", "topics": ["**"] }] }
            """);
        using var service = await StartAsync("--LiveFeed:Metrics:Enabled=false", $"--LiveFeed:Boards:Path={folder.Path}");
        var page = await OpenAsync(service.Address, "/explore", 1280, scheme);
        await ExpectNoFaultAsync(page);

        foreach (var name in new[] { "faulty", "torn", "missing", "waiting" })
        {
            await page.GotoAsync(new Uri(service.Address, $"/boards/{name}").ToString());
            await ExpectNoFaultAsync(page);
        }
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task A_board_that_is_edited_has_no_fault(int width, ColorScheme scheme)
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """
            { "title": "Shop", "variables": { "site": { "topics": "{site}/rate" } },
              "tiles": [
                { "type": "timeline", "title": "State", "topics": ["a"],
                  "states": { "up": { "level": "good" } }, "label": { "a": "A" } }],
              "sections": [{ "title": "Later", "tiles": [{ "type": "clock", "title": "Time" }] }] }
            """);
        var page = await OpenAsync(service.Address, "/boards/shop", width, scheme);
        await page.GetByText("Later", new PageGetByTextOptions { Exact = true }).WaitForAsync();
        await page.GetByText("Edit", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync("2nd");
        await ExpectNoFaultAsync(page);
        await page.Locator(".edit-cover").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("More fields").ClickAsync();
        await ExpectNoFaultAsync(page);

        foreach (var button in new[] { "Delete board", "JSON", "Add tile" })
        {
            await page.GetByText(button, new PageGetByTextOptions { Exact = true }).ClickAsync();
            await ExpectNoFaultAsync(page);
        }

        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    private static async Task ExpectNoFaultAsync(IPage page)
    {
        await page.WaitForFunctionAsync(IsSettled);
        await Axe.ExpectNoFaultAsync(page);
    }

    private async Task<IPage> OpenAsync(Uri address, string path, int width, ColorScheme scheme)
    {
        var profile = await chromium.NewProfileAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce, // a colour on its way to another is none that anyone reads
        });

        await profile.AddInitScriptAsync(Axe.Script);
        return await Chromium.OpenTabAsync(profile, address, path);
    }

    private static Task<ServiceProcess> StartAsync(params string[] settings) =>
        ServiceProcess.StartAsync(["--LiveFeed:Log:Provider=memory", .. settings]);
}

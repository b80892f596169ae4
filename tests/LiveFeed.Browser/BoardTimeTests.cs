using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>A board's time: its window, pause, and going back.</summary>
public sealed class BoardTimeTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Board = """
        { "title": "Time", "window": "00:00:10", "tiles": [
            { "type": "number", "title": "N", "topics": ["n"] }, { "type": "bars", "title": "B", "topics": ["n"] },
            { "type": "timeline", "title": "Doors", "topics": ["doors/*"] }] }
        """;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string Shows = "text => document.querySelector('.figure-number')?.textContent === text";
    private const string DoorIs =
        "state => document.querySelector('.tile-timeline canvas')?.getAttribute('aria-label')?.endsWith(' ' + state)";

    private const string BarShows = "text => document.querySelector('.bar-value')?.textContent === text";

    [Fact]
    public async Task The_space_bar_pauses_while_data_is_taken_in_and_shows_it_again()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var page = await OpenAsync(service, "/boards/time");
        await page.WaitForFunctionAsync(Shows, "1");

        await page.Keyboard.PressAsync("Space");
        await page.Locator(".time-bar").WaitForAsync();
        await service.Http.PublishAsync("""{"topic":"n","data":2}""");
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Equal("1", await page.Locator(".figure-number").InnerTextAsync());
        Assert.Equal("1", await page.Locator(".bar-value").InnerTextAsync());

        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync(Shows, "2");
        await page.WaitForFunctionAsync(BarShows, "2");
        await page.Locator(".time-bar").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    [Trait("length", "long")]
    public async Task The_slider_goes_back_over_history_by_the_keyboard_and_a_button_leads_back()
    {
        using var folder = new TempFolder();
        using var service = await StartAfterAsync(folder, (TimeSpan.FromSeconds(5), "n", "1"));
        var page = await OpenAsync(service, "/boards/time");
        await page.WaitForFunctionAsync(Shows, "1");
        await service.Http.PublishAsync("""{"topic":"n","data":2}""");
        await page.WaitForFunctionAsync(Shows, "2");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await page.GetByLabel("Go back in time").FocusAsync();
        await Deadline.UntilAsync(
            async () =>
            {
                await page.Keyboard.PressAsync("ArrowLeft");
                return await page.Locator(".figure-number").InnerTextAsync() == "1";
            },
            "the slider is where there was only the first value");
        await page.Keyboard.PressAsync("End"); // to what there was at the pause
        await page.WaitForFunctionAsync(Shows, "2");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForFunctionAsync(Shows, "1");
        await page.GetByText("Back to live").ClickAsync();
        await page.WaitForFunctionAsync(Shows, "2");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task The_space_bar_goes_back_to_live_from_the_slider_too()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var page = await OpenAsync(service, "/boards/time");
        await page.WaitForFunctionAsync(Shows, "1");
        await page.Keyboard.PressAsync("Space");
        await page.GetByLabel("Go back in time").FocusAsync();

        await page.Keyboard.PressAsync("Space");

        await page.Locator(".time-bar").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_timeline_goes_back_to_the_states_of_the_time_and_is_live_again()
    {
        using var folder = new TempFolder();

        // Before the window, so that the page has to ask for it.
        using var service = await StartAfterAsync(
            folder,
            (TimeSpan.FromSeconds(13), "doors/front", "\"open\""),
            (TimeSpan.FromSeconds(11), "doors/front", "\"ajar\""),
            (TimeSpan.FromSeconds(1), "doors/front", "\"shut\""));
        var page = await OpenAsync(service, "/boards/time");
        await page.WaitForFunctionAsync(DoorIs, "shut");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await page.GetByLabel("Go back in time").FocusAsync();

        // Until the page knows where the data begins, the slider goes back a day.
        await page.WaitForFunctionAsync("() => Date.now() - document.querySelector('.time-bar input').min < 3_600_000");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForFunctionAsync(DoorIs, "open");
        await service.Http.PublishAsync("""{"topic":"doors/front","data":"locked"}""");
        Assert.Equal(["open"], await StatesInTableAsync(page));

        await page.GetByText("Back to live").ClickAsync();
        await page.WaitForFunctionAsync(DoorIs, "locked");
        Assert.Equal(["locked", "shut"], (await StatesInTableAsync(page)).Take(2));
    }

    [Fact]
    public async Task The_window_is_chosen_without_a_reload_and_the_address_keeps_it()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var page = await OpenAsync(service, "/boards/time");
        await page.EvaluateAsync("() => { window.samePage = true; }");

        await page.GetByLabel("How far charts look back").SelectOptionAsync("3600000");
        await page.WaitForFunctionAsync(Shows, "1");

        Assert.EndsWith("/boards/time?window=1h", page.Url, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("() => window.samePage"));
        await service.Http.PublishAsync("""{"topic":"n","data":2}""");
        await page.WaitForFunctionAsync(Shows, "2");
    }

    private static async Task<IReadOnlyList<string>> StatesInTableAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Doors: values as a table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open]").WaitForAsync(); // what it is made by is read when it is wanted
        var states = await page.Locator("dialog td:last-child").AllInnerTextsAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        return states;
    }

    /// <summary>A service with a past.</summary>
    private static async Task<ServiceProcess> StartAfterAsync(
        TempFolder folder, params (TimeSpan Ago, string Topic, string Json)[] events)
    {
        await PastLog.WriteAsync(folder.File("log.db"), events);
        return await StartAsync(folder, "--LiveFeed:Log:Provider=sqlite", $"--LiveFeed:Log:Path={folder.File("log.db")}");
    }

    private static async Task<ServiceProcess> StartAsync(TempFolder folder, params string[] settings)
    {
        await File.WriteAllTextAsync(folder.File("time.json"), Board);
        var service = await ServiceProcess.StartAsync(
            [
                "--LiveFeed:Log:Provider=memory",
                "--LiveFeed:Metrics:Enabled=false",
                $"--LiveFeed:Boards:Path={folder.Path}",
                .. settings,
            ]);
        await service.Http.PublishAsync("""{"topic":"n","data":1}""");
        return service;
    }

    private async Task<IPage> OpenAsync(ServiceProcess service, string path)
    {
        var page = await chromium.OpenAsync(service.Address, path);
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

using System.Globalization;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>The boards that come with LiveFeed, as someone sees them who has just started it.</summary>
public sealed class BoardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    // The rows of the event list that came from these tests, oldest first.
    private const string Numbers = """
        () => [...document.querySelectorAll('.event-data')].map(row => row.textContent)
          .filter(text => /^\d+$/.test(text)).reverse()
        """;

    [Fact]
    public async Task The_board_of_this_machine_shows_moving_charts_from_the_first_start_on()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: true);
        var page = await chromium.OpenAsync(service.Address, "/boards/host");
        await page.WaitForFunctionAsync(IsLive);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.uplot canvas').length >= 4");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.is-empty').length === 0");
        var drawn = await page.EvaluateAsync<string>("() => document.querySelector('.uplot canvas').toDataURL()");
        await page.WaitForFunctionAsync("before => document.querySelector('.uplot canvas').toDataURL() !== before", drawn);

        Assert.Equal("This machine", await page.TitleAsync());
    }

    [Fact]
    public async Task The_first_address_shows_the_board_of_this_machine()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: false);
        var page = await chromium.OpenAsync(service.Address, "/");
        await page.WaitForFunctionAsync(IsLive);

        Assert.Equal("This machine", await page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task A_board_of_figures_that_are_off_says_so_until_there_is_one()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: false);
        var page = await chromium.OpenAsync(service.Address, "/");
        var bar = page.GetByText("The service publishes no figures of its own");
        await bar.WaitForAsync();

        await service.Http.PublishAsync("""{"topic":"metrics/host/cpu","data":{"value":5}}""");

        await bar.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task Data_of_producers_always_shows_as_text()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: false);
        var page = await chromium.OpenAsync(service.Address, "/boards/events");
        await page.WaitForFunctionAsync(IsLive);
        const string Hostile = "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>";

        using var posted = await service.Http.PostToTopicAsync("demo/hostile", Hostile, "text/plain");
        await page.Locator(".event-data").GetByText("onerror").WaitForAsync();

        Assert.Equal(0, await page.Locator(".events img, .events script").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => window.harmed === undefined"));
    }

    [Fact]
    public async Task A_killed_service_shows_at_once_and_afterwards_the_list_has_every_event_once_without_a_reload()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: false);
        var page = await chromium.OpenAsync(service.Address, "/boards/events");
        await page.WaitForFunctionAsync(IsLive);
        await page.EvaluateAsync("() => { window.samePage = true; }");
        await service.Http.PublishNumbersAsync("demo/a", 20);
        await page.WaitForFunctionAsync($"() => ({Numbers})().length === 20");

        service.Kill();
        await page.WaitForFunctionAsync("() => document.querySelector('.badge').dataset.state === 'reconnecting'");
        await service.RestartAsync();
        await service.Http.PublishNumbersAsync("demo/a", 20, from: 20);
        await page.WaitForFunctionAsync(IsLive);
        await service.Http.PublishNumbersAsync("demo/a", 20, from: 40);
        await page.WaitForFunctionAsync($"() => ({Numbers})().length >= 60");

        Assert.Equal(
            Enumerable.Range(0, 60).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            await page.EvaluateAsync<string[]>(Numbers));
        Assert.True(await page.EvaluateAsync<bool>("() => window.samePage"));
    }

    [Fact]
    public async Task Tiles_whose_data_stops_say_so()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: true);
        var page = await chromium.OpenAsync(service.Address, "/boards/host");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.uplot canvas').length >= 4");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.is-empty').length === 0");

        // A tile knows after some values how often it may expect one.
        await Deadline.UntilAsync(
            async () => (await service.Http.GetJsonAsync("/topics?pattern=metrics/host/cpu"))
                .GetProperty("topics")[0].GetProperty("retained").GetInt32() >= 5,
            "some values have been published");
        service.Kill();

        await page.WaitForFunctionAsync("() => document.querySelectorAll('.is-stale').length >= 8");
        Assert.Contains(
            "no data for", await page.Locator(".is-stale .stale-mark").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_page_uses_one_stream()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: true);
        var page = await chromium.OpenAsync(service.Address, "/boards/host");
        await page.WaitForFunctionAsync(IsLive);

        Assert.Equal(1, (await service.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength());
    }

    [Theory]
    [InlineData(320, 640, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(3840, 2160, ColorScheme.Dark, Traits = ["length", "long"])]
    public async Task A_board_fits_the_width_of_every_screen(int width, int height, ColorScheme scheme)
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, metrics: true);
        var page = await chromium.OpenAsync(service.Address, "/boards/host", new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        await page.WaitForFunctionAsync(IsLive);

        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        var background = await page.EvaluateAsync<string>(
            "() => getComputedStyle(document.documentElement).backgroundColor");
        var red = int.Parse(background[4..background.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        Assert.Equal(scheme == ColorScheme.Dark, red < 128);
    }

    private static Task<ServiceProcess> StartAsync(TempFolder folder, bool metrics) => ServiceProcess.StartAsync(
        $"--LiveFeed:Log:Path={folder.File("feed.db")}",
        "--LiveFeed:Log:Durability=commit",
        $"--LiveFeed:Metrics:Enabled={metrics}",
        "--LiveFeed:Delivery:Retry=00:00:00.100");
}

using System.Collections.Concurrent;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Every type of tile, on the board that shows one of each.</summary>
public sealed class GalleryTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    // Whether something is drawn on a canvas. It reads a copy, as Chromium complains when a script reads one canvas twice.
    private const string IsDrawn = """
        canvas => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
          copy.drawImage(canvas, 0, 0);
          return copy.getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0);
        }
        """;

    // The window is tall, so that every tile is in sight: the page does not draw tiles far out of it.
    private static readonly ViewportSize Tall = new() { Width = 1280, Height = 3200 };

    [Fact]
    public async Task Every_tile_of_the_gallery_has_something_to_show_and_the_browser_finds_no_fault()
    {
        using var service = await StartAsync();
        var complaints = new ConcurrentQueue<string>();
        var page = await OpenAsync(service, "/boards/gallery", complaints);

        await page.WaitForFunctionAsync("() => document.querySelectorAll('.is-empty, .tile-broken').length === 0");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.tile-table tbody tr').length >= 10");
        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.bars li').length === 4 && " +
            "document.querySelectorAll('.status li').length >= 4");
        await page.WaitForFunctionAsync(
            """() => /^\d\d:\d\d:\d\d$/.test(document.querySelector('.clock-time').textContent)""");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.text-value')].every(one => one.textContent !== '…')");
        await page.WaitForFunctionAsync("() => document.querySelector('.tile-image img')?.naturalWidth > 0");
        await page.WaitForFunctionAsync($"() => [...document.querySelectorAll('.plot-canvas')].every({IsDrawn})");
        await page.FrameLocator("iframe").Locator(".badge[data-state=live]").WaitForAsync();

        Assert.True(complaints.IsEmpty, string.Join('\n', complaints));
    }

    [Theory]
    [InlineData(320, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(3840, ColorScheme.Light, Traits = ["length", "long"])]
    public async Task The_gallery_fits_the_width_of_every_screen(int width, ColorScheme scheme)
    {
        using var service = await StartAsync();
        var page = await chromium.OpenAsync(service.Address, "/boards/gallery", new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 1000 },
            ColorScheme = scheme,
        });
        await page.WaitForFunctionAsync(IsLive);

        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => scrollY"));
    }

    [Fact]
    public async Task A_drag_over_a_chart_zooms_all_of_them_and_Escape_leads_back()
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service, "/boards/gallery");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.u-over').length === 2");
        var chart = await page.Locator(".u-over").First.BoundingBoxAsync();

        await page.Mouse.MoveAsync(chart!.X + 50, chart.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(chart.X + 150, chart.Y + 60, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.Locator(".zoom-bar button").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.WaitForFunctionAsync("() => document.querySelector('.zoom-bar').hidden");
    }

    [Fact]
    public async Task The_values_behind_a_chart_are_reached_by_keyboard()
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service, "/boards/gallery");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.u-over').length === 2");

        await page.GetByRole(AriaRole.Button, new() { Name = "CPU by core: values as a table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog .data tbody tr").First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task A_table_is_sorted_by_a_click_on_a_head()
    {
        using var folder = new TempFolder();
        Write(folder, """{ "type": "table", "topics": ["demo/*"], "columns": [{ "path": "load", "title": "Load" }] }""");
        using var service = await StartAsync($"--LiveFeed:Boards:Path={folder.Path}");
        var page = await OpenAsync(service, "/boards/one");
        await page.WaitForFunctionAsync(IsLive);
        await service.Http.PublishAsync(
            """[{"topic":"demo/a","data":{"load":2}},{"topic":"demo/b","data":{"load":10}},""" +
            """{"topic":"demo/c","data":{"load":1}}]""");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('tbody tr').length === 3");

        await page.GetByRole(AriaRole.Button, new() { Name = "Load" }).ClickAsync();

        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('tbody td:nth-child(2)')]" +
            ".map(cell => cell.textContent).join() === '10,2,1'");
        Assert.Equal("descending", await page.Locator("thead th:nth-child(2)").GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task A_wall_of_sparklines_draws_a_cell_a_topic_and_tells_who_cannot_see_it()
    {
        using var folder = new TempFolder();
        Write(
            folder,
            """{ "type": "sparklines", "title": "Pumps", "topics": ["demo/*"],""" +
            """ "thresholds": [{ "above": 9, "level": "critical" }] }""");
        using var service = await StartAsync($"--LiveFeed:Boards:Path={folder.Path}");
        var page = await OpenAsync(service, "/boards/one");
        await page.WaitForFunctionAsync(IsLive);

        await service.Http.PublishAsync(
            """[{"topic":"demo/a","data":2},{"topic":"demo/b","data":10},{"topic":"demo/c","data":1}]""");

        await page.GetByRole(AriaRole.Img, new() { Name = "Pumps: 1 critical of 3 series" }).WaitForAsync();
        await page.WaitForFunctionAsync($"() => ({IsDrawn})(document.querySelector('.wall canvas'))");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pumps: values as a table" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog .data tbody tr").First.WaitForAsync();
        Assert.Equal(["a", "b", "c"], await page.Locator("dialog .data tbody td:first-child").AllInnerTextsAsync());
    }

    [Theory]
    [InlineData("""{ "type": "image", "url": "https://images.invalid/a.png", "alt": "A" }""", "images.invalid")]
    [InlineData("""{ "type": "frame", "url": "https://pages.invalid/", "title": "A" }""", "pages.invalid")]
    public async Task A_page_that_may_not_be_embedded_says_which_option_allows_it(string tile, string host)
    {
        using var folder = new TempFolder();
        Write(folder, tile);
        using var service = await StartAsync($"--LiveFeed:Boards:Path={folder.Path}");
        var page = await OpenAsync(service, "/boards/one");

        await page.Locator(".embed-problem").WaitForAsync();

        var text = await page.Locator(".embed-problem").InnerTextAsync();
        Assert.Contains(host, text, StringComparison.Ordinal);
        Assert.Contains("LiveFeed:Boards:EmbedSources", text, StringComparison.Ordinal);
    }

    private static void Write(TempFolder folder, string tile) =>
        File.WriteAllText(folder.File("one.json"), $$"""{ "title": "One", "tiles": [{{tile}}] }""");

    private Task<IPage> OpenAsync(ServiceProcess service, string path, ConcurrentQueue<string>? complaints = null) =>
        chromium.OpenAsync(service.Address, path, new BrowserNewContextOptions { ViewportSize = Tall }, complaints);

    private static Task<ServiceProcess> StartAsync(params string[] settings) =>
        ServiceProcess.StartAsync(["--LiveFeed:Log:Provider=memory", .. settings]);
}

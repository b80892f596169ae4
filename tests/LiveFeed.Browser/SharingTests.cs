using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Boards on walls, in frames, in READMEs and in links.</summary>
public sealed class SharingTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string Shows = "text => document.querySelector('.board:not([hidden]) h1')?.textContent === text";

    [Fact]
    public async Task In_kiosk_the_board_is_alone_until_a_key_brings_the_rest_back()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a?kiosk");

        Assert.DoesNotContain(true, await SeenAsync(page, ".logo", ".boards", ".badge"));
        await page.WaitForFunctionAsync("() => getComputedStyle(document.documentElement).cursor === 'none'");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Leave kiosk" }).FocusAsync();
        await page.WaitForFunctionAsync("() => getComputedStyle(document.querySelector('.kiosk-leave')).opacity === '1'");

        await page.Keyboard.PressAsync("Escape");

        Assert.DoesNotContain(false, await SeenAsync(page, ".logo", ".boards", ".badge"));
        Assert.EndsWith("/boards/a", page.Url, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("k");
        await page.WaitForFunctionAsync("() => document.fullscreenElement !== null");
        Assert.EndsWith("/boards/a?kiosk", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_kiosk_type_gives_way_until_a_board_that_nearly_fits_the_screen_does()
    {
        using var folder = new TempFolder();
        var tiles = string.Join(',', Enumerable.Repeat("""{"type":"line","topics":["t/a"],"height":3}""", 8));
        await File.WriteAllTextAsync(
            folder.File("long.json"), $$"""{"title":"Long","tiles":[{{tiles}}]}""", TestContext.Current.CancellationToken);
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a?kiosk");
        await page.SetViewportSizeAsync(1920, 1080);
        const string TypeSize = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)";
        var usual = await page.EvaluateAsync<double>(TypeSize);

        await page.GotoAsync(new Uri(service.Address, "/boards/long?kiosk").ToString());

        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.tile').length === 8 && document.documentElement.scrollHeight <= innerHeight");
        Assert.InRange(await page.EvaluateAsync<double>(TypeSize), 0.7 * usual, 0.98 * usual);
    }

    [Fact]
    public async Task In_kiosk_a_service_that_is_gone_still_shows()
    {
        using var folder = new TempFolder();
        await SaveBoardsAsync(folder);
        using var service = await ServiceProcess.StartAsync(
            "--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false", $"--LiveFeed:Boards:Path={folder.Path}");
        var page = await OpenAsync(service.Address, "/boards/a?kiosk");

        service.Kill();

        await page.Locator(".badge[data-state=reconnecting]").WaitForAsync();
    }

    [Fact]
    public async Task Boards_of_a_playlist_take_turns_on_one_page_and_one_stream_and_what_cannot_be_shown_is_passed_over()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("broken.json"), "{", TestContext.Current.CancellationToken);
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a?playlist=a,missing,broken,b&every=1h");
        await page.EvaluateAsync("() => { window.samePage = true; }");

        // The next board is there before its turn; what nobody sees is not drawn until then.
        await page.Locator(".board[hidden] .tile").First.WaitForAsync(
            new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("n");
        await page.WaitForFunctionAsync(Shows, "Board b");
        Assert.Equal("Board b", await page.TitleAsync());
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.board:not([hidden]) .figure-number')?.textContent === '22'");
        await service.Http.PublishAsync("""[{"topic":"t/a","data":12},{"topic":"t/b","data":23}]""");
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.board:not([hidden]) .figure-number')?.textContent === '23'");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Next board" }).ClickAsync();
        await page.WaitForFunctionAsync(Shows, "Board a");

        await page.WaitForFunctionAsync(
            "() => document.querySelector('.board:not([hidden]) .figure-number')?.textContent === '12'");
        Assert.True(await page.EvaluateAsync<bool>("() => window.samePage"));
        await Deadline.UntilAsync(
            async () => (await service.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength() == 1,
            "the page has one stream");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task A_playlist_turns_by_itself_until_a_key_pauses_it()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a?playlist=a,b&every=5s");

        await page.WaitForFunctionAsync(Shows, "Board b");
        await page.Keyboard.PressAsync("p");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on with the playlist" }).WaitForAsync();
    }

    [Fact]
    public async Task A_tile_alone_fills_its_frame_in_the_theme_that_is_asked_for()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a?tile=Value%20(2)&theme=dark");

        await page.WaitForFunctionAsync("() => document.querySelector('.uplot canvas') !== null");
        Assert.Equal(1, await page.Locator(".tile").CountAsync());
        Assert.Equal("dark", await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        Assert.True(await page.EvaluateAsync<bool>("""
            () => {
              const { width, height } = document.querySelector('.tile').getBoundingClientRect();
              return width === innerWidth && height === innerHeight && document.documentElement.scrollHeight === innerHeight;
            }
            """));
    }

    [Fact]
    public async Task A_tile_is_shared_by_keyboard_as_a_link_a_frame_and_a_picture()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Value: share" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        var dialog = page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Share Value" });
        await dialog.WaitForAsync();
        var codes = await dialog.Locator(".command code").AllInnerTextsAsync();

        Assert.EndsWith("/boards/a?tile=Value", codes[0], StringComparison.Ordinal);
        Assert.StartsWith($"<iframe src=\"{codes[0]}\"", codes[1], StringComparison.Ordinal);
        Assert.EndsWith("/badge.svg?topic=t%2Fa&label=Value)", codes[2], StringComparison.Ordinal);
        await page.WaitForFunctionAsync("() => document.querySelector('.share-part img')?.naturalWidth > 40");
        await dialog.GetByText("LiveFeed:Boards:FrameAncestors").WaitForAsync();
    }

    [Fact]
    public async Task A_board_is_shared_with_what_is_chosen_and_with_others_as_a_playlist()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service.Address, "/boards/a?window=1h");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Share this board" }).ClickAsync();
        var codes = page.Locator(".share-dialog .command code");

        await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "Kiosk: the board alone" }).CheckAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.share-dialog fieldset input').length === 2");

        Assert.EndsWith("/boards/a?window=1h&kiosk", await codes.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.EndsWith(
            "/boards/a?window=1h&playlist=a,b&every=30s&kiosk", await codes.Last.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/badge.svg?topic=t/a&label=Value&warningAbove=5", 20)]
    [InlineData("/sparkline.svg?topic=t/a&height=40", 40)]
    public async Task A_picture_of_a_topic_shows_in_a_page_of_another_host(string path, int height)
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder, ("Access:Anonymous", "all"));
        await using var other = await StartAsync(folder);

        // Another site than 127.0.0.1.
        var page = await chromium.OpenAsync(new UriBuilder(other.Address) { Host = "localhost" }.Uri, "/healthz/live");

        var shown = await page.EvaluateAsync<int>(
            """
            async address => {
              const image = new Image();
              image.src = address;
              await image.decode();
              return image.naturalHeight;
            }
            """,
            new Uri(service.Address, path).ToString());

        Assert.Equal(height, shown);
    }

    private static async Task<LiveFeedServer> StartAsync(TempFolder folder, params (string Key, string Value)[] settings)
    {
        await SaveBoardsAsync(folder);
        var service = new LiveFeedServer([("Boards:Path", folder.Path), .. settings]);
        await service.Http.PublishAsync("""[{"topic":"t/a","data":11},{"topic":"t/b","data":22}]""");
        return service;
    }

    private static async Task SaveBoardsAsync(TempFolder folder)
    {
        foreach (var name in (string[])["a", "b"])
        {
            await File.WriteAllTextAsync(folder.File($"{name}.json"), $$"""
                {
                  "title": "Board {{name}}",
                  "tiles": [
                    { "type": "number", "title": "Value", "topics": ["t/{{name}}"] },
                    { "type": "line", "title": "Value", "topics": ["t/{{name}}"] }
                  ]
                }
                """);
        }
    }

    private async Task<IPage> OpenAsync(Uri address, string path)
    {
        var page = await chromium.OpenAsync(address, path);
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }

    private static async Task<bool[]> SeenAsync(IPage page, params string[] selectors)
    {
        var seen = new List<bool>();
        foreach (var selector in selectors)
        {
            seen.Add(await page.Locator(selector).IsVisibleAsync());
        }

        return [.. seen];
    }
}

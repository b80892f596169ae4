using System.Collections.Concurrent;
using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>What stands around the tiles: the navigation, the badge of the connection, ids, saves.</summary>
public sealed class ShellTests(Chromium chromium) : IClassFixture<Chromium>
{
    // Topics are long, and so are titles.
    private const string Long =
        "site/hall-of-the-northern-building/machine-with-a-name-that-nobody-shortened/" +
        "sensor-number-one-of-several/temperature-of-the-oil";

    [Fact]
    public async Task A_frozen_service_is_silent_and_not_live_until_it_goes_on()
    {
        using var folder = new TempFolder();
        ShopBoard.Save(folder, ShopBoard.Text);
        using var service = await ServiceProcess.StartAsync(
            "--LiveFeed:Log:Provider=memory",
            "--LiveFeed:Metrics:Enabled=false",
            $"--LiveFeed:Boards:Path={folder.File("boards")}",
            "--LiveFeed:Delivery:Heartbeat=00:00:02");
        var page = await ShopBoard.OpenAsync(chromium, service.Address);

        await service.SignalAsync("STOP");
        await page.WaitForFunctionAsync(
            "() => /^Silent\\s*for\\s[0-9]+\\ss$/.test(document.querySelector('.badge').innerText)");
        await service.SignalAsync("CONT");

        await page.WaitForFunctionAsync("() => document.querySelector('.badge').innerText === 'Live'");
    }

    [Fact]
    public async Task A_login_page_in_the_stream_s_place_is_told_as_one()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var profile = await chromium.NewProfileAsync();

        // Each page has its own stream, whose request can be answered here.
        await profile.AddInitScriptAsync("delete window.SharedWorker");
        await profile.RouteAsync("**/events?*", route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<h1>Sign in</h1>" }));
        var page = await Chromium.OpenTabAsync(profile, service.Address, "/boards/shop");

        await page.WaitForFunctionAsync(
            "() => document.querySelector('.badge').innerText.includes('another page answered')");
        await profile.UnrouteAsync("**/events?*");
        await page.WaitForFunctionAsync("() => document.querySelector('.badge').dataset.state === 'live'");
    }

    [Fact]
    public async Task A_login_page_that_answers_a_save_saves_nothing()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        await page.RouteAsync("**/boards/shop.json", async route =>
        {
            if (route.Request.Method == "PUT")
            {
                await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<h1>Sign in</h1>" });
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.GetByLabel("Title", new PageGetByLabelOptions { Exact = true }).FillAsync("Mine");
        await page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();

        await page.GetByText("Nothing is saved").WaitForAsync();
        Assert.Equal(1, await page.Locator(".edit-bar").CountAsync());
        Assert.Equal(ShopBoard.Text, ShopBoard.Read(folder));
    }

    [Fact]
    public async Task Save_pressed_twice_saves_once_and_tells_of_no_other_change()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        var saves = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "PUT")
            {
                saves.Enqueue(request.Url);
            }
        };
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.GetByLabel("Title", new PageGetByLabelOptions { Exact = true }).FillAsync("Mine");

        await page.GetByRole(AriaRole.Button, Named("Save")).EvaluateAsync(
            "button => { button.click(); button.click(); button.click(); }");

        await page.WaitForFunctionAsync(
            "() => !document.querySelector('.edit-bar') && document.querySelector('h1').textContent === 'Mine'");
        Assert.Single(saves);
    }

    [Fact]
    public async Task No_two_elements_have_one_id_while_a_board_with_forms_is_edited()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """
            { "title": "Forms", "variables": { "a": { "topics": "a/{a}" }, "b": { "topics": "b/{b}" } },
              "tiles": [
                { "type": "form", "post": "a", "fields": [{ "name": "x" }, { "name": "y", "type": "number" }] },
                { "type": "form", "post": "b", "fields": [{ "name": "x" }] },
                { "type": "timeline", "topics": ["a"], "states": { "up": { "level": "good" } }, "label": { "a": "A" } }] }
            """, "forms");
        var page = await chromium.OpenAsync(service.Address, "/boards/forms");
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.Locator(".edit-panel [data-field=title]").WaitForAsync();
        await ExpectUniqueIdsAsync(page);
        foreach (var tile in new[] { 0, 2 })
        {
            await page.Locator(".edit-cover").Nth(tile).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("More fields").ClickAsync();
            await ExpectUniqueIdsAsync(page);
        }
    }

    [Fact]
    public async Task Every_board_is_in_reach_however_many_there_are()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        for (var i = 0; i < 30; i++)
        {
            ShopBoard.Save(folder, $$"""{ "title": "Board number {{i}}", "tiles": [] }""", $"board-{i:00}");
        }

        var page = await chromium.OpenAsync(service.Address, "/boards/board-25");
        await page.GetByRole(AriaRole.Button, Named("All 31")).ClickAsync();
        await page.GetByLabel("Filter boards").FillAsync("number 29");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.all-boards li')].filter(row => !row.hidden).length === 1");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForFunctionAsync("() => location.pathname === '/boards/board-29'");
        await page.WaitForFunctionAsync("""
            () => {
              const current = document.querySelector('.boards [aria-current]')?.getBoundingClientRect();
              const links = document.querySelector('.board-links').getBoundingClientRect();
              return current?.textContent !== '' && current?.left >= links.left - 1 && current?.right <= links.right + 1;
            }
            """);
    }

    [Fact]
    public async Task The_boards_that_have_room_in_the_head_begin_with_a_whole_title()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        foreach (var name in (string[])["Machine", "Network", "Orders"])
        {
            ShopBoard.Save(folder, $$"""{ "title": "{{name}}", "tiles": [] }""", name);
        }

        var page = await ShopBoard.OpenAsync(chromium, service.Address, new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 700, Height = 600 },
        });

        // Shop is the last.
        await page.GetByRole(AriaRole.Button, Named("All 4")).WaitForAsync();
        await page.WaitForFunctionAsync("""
            () => {
              const { left, right } = document.querySelector('.board-links').getBoundingClientRect();
              const links = [...document.querySelectorAll('.board-links li')].map(link => link.getBoundingClientRect());
              const first = links.find(link => link.right > left + 1);
              return links[0].left < left && first.left >= left - 1 && links.at(-1).right <= right + 1;
            }
            """);
    }

    [Fact]
    public async Task A_long_topic_pushes_no_column_and_no_control_out_of_sight()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, $$"""
            { "title": "{{Long}}", "description": "What it is about",
              "tiles": [
                { "type": "table", "topics": ["site/**"], "width": 6,
                  "columns": [{ "path": "value", "title": "Value" }, { "path": "state", "title": "State" }] },
                { "type": "bars", "topics": ["site/**"] },
                { "type": "status", "topics": ["site/**"] },
                { "type": "line", "topics": ["site/**"] },
                { "type": "timeline", "topics": ["site/**"], "value": "state" },
                { "type": "events", "topics": ["site/**"], "width": 6 },
                { "type": "meter", "topics": ["{{Long}}"] }] }
            """, "long");
        await service.Http.PublishAsync(
            $$$"""[{"topic":"{{{Long}}}","data":{"value":5,"state":"running"}},""" +
            """{"topic":"site/b","data":{"value":7,"state":"idle"}}]""");
        var page = await chromium.OpenAsync(service.Address, "/boards/long");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.table-scroll tbody tr').length === 2");
        const string Outside = """
            () => [...document.querySelectorAll([
                '.table-scroll td', '.bar-value', '.status-value', '.legend-value', '.event-data',
                '.board-head button', '.board-head select', '.stale-mark', '.figure-number'])]
              .filter(one => one.checkVisibility())
              .filter(one => {
                const { left, right } = one.getBoundingClientRect();
                const around = (one.closest('.tile') ?? document.documentElement).getBoundingClientRect();
                return left < around.left - 1 || right > around.right + 1;
              })
              .map(one => `${one.className} ${one.textContent}`).join('\n')
            """;

        foreach (var width in new[] { 1280, 700, 320 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.WaitForFunctionAsync(
                $"() => ({Outside})() === '' && document.documentElement.scrollWidth === innerWidth");
        }
    }

    [Fact]
    public async Task A_topic_of_texts_is_not_awaited_for_ever_where_numbers_are_shown()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":"closed"}""");
        var page = await ShopBoard.OpenAsync(chromium, service.Address);

        await page.WaitForFunctionAsync(
            "() => document.querySelector('.tile-number .tile-empty').innerText.includes('closed')");
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":5}""");
        await page.WaitForFunctionAsync("() => document.querySelector('.tile-number .figure-number').textContent === '5'");
    }

    [Fact]
    public async Task The_mark_of_a_silent_number_does_not_stand_on_its_sparkline()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(
            folder,
            ShopBoard.Text.Replace(
                "\"topics\": [\"shop/rate\"]",
                "\"topics\": [\"shop/rate\"], \"stale\": \"00:00:01\"",
                StringComparison.Ordinal));
        await service.Http.PublishNumbersAsync("shop/rate", 20);
        var page = await ShopBoard.OpenAsync(chromium, service.Address);

        foreach (var (width, height) in new[] { (1280, 900), (1280, 400), (700, 900), (320, 700) })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.WaitForFunctionAsync("""
                () => {
                  const tile = document.querySelector('.tile-number.is-stale');
                  const mark = tile?.querySelector('.stale-mark').getBoundingClientRect();
                  const line = tile?.querySelector('canvas').getBoundingClientRect();
                  return mark?.height > 0 && (line.height === 0 || mark.top >= line.bottom
                    || mark.bottom <= line.top || mark.right <= line.left || mark.left >= line.right);
                }
                """);
        }
    }

    [Fact]
    public async Task A_value_that_was_chosen_by_nobody_stays_when_a_topic_comes_before_it()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """
            { "title": "Host {host}", "variables": { "host": { "topics": "m/{host}/cpu" } },
              "tiles": [{ "type": "number", "topics": ["m/{host}/cpu"] }] }
            """, "hosts");
        await service.Http.PublishAsync("""{"topic":"m/b/cpu","data":2}""");
        var page = await chromium.OpenAsync(service.Address, "/boards/hosts");
        await page.WaitForFunctionAsync("() => document.querySelector('h1')?.textContent === 'Host b'");

        await service.Http.PublishAsync("""{"topic":"m/a/cpu","data":1}""");
        await page.Locator(".variables select").FocusAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.variables option').length === 2");

        Assert.Equal("Host b", await page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task An_embedded_page_that_is_gone_has_no_listener_left()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync("""
            window.listening = 0;
            const { addEventListener: add, removeEventListener: remove } = Document.prototype;
            document.addEventListener = function (type, ...rest) {
              if (type === 'securitypolicyviolation') window.listening++;
              add.call(this, type, ...rest);
            };
            document.removeEventListener = function (type, ...rest) {
              if (type === 'securitypolicyviolation') window.listening--;
              remove.call(this, type, ...rest);
            };
            """);
        string Board(int version) => JsonSerializer.Serialize(new
        {
            title = $"Version {version}",
            tiles = new object[]
            {
                new { type = "image", url = $"/favicon.svg?{version}", alt = "The logo" },
                new { type = "frame", title = "All", url = $"/explore?{version}" },
            },
        });
        ShopBoard.Save(folder, Board(0), "embeds");
        var page = await Chromium.OpenTabAsync(profile, service.Address, "/boards/embeds");
        for (var version = 1; version <= 3; version++)
        {
            await page.WaitForFunctionAsync(
                "title => document.querySelector('h1')?.textContent === title && " +
                "document.querySelector('.badge').dataset.state === 'live'",
                $"Version {version - 1}");
            Assert.Equal(2, await page.EvaluateAsync<int>("() => window.listening"));
            ShopBoard.Save(folder, Board(version), "embeds");
        }
    }

    private static async Task ExpectUniqueIdsAsync(IPage page)
    {
        var ids = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[id]')].map(one => one.id)");
        Assert.Equal(ids.Distinct().Order(), ids.Order());
    }

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };
}

using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Boards that are made in the page: from the navigation, from a board that is missing, and from a topic.</summary>
public sealed class NewBoardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    [Fact]
    public async Task A_board_is_made_from_the_navigation_by_the_keyboard_and_gets_its_first_tile()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":5}""");
        var page = await ShopBoard.OpenAsync(chromium, service.Address);

        await page.GetByRole(AriaRole.Button, Named("New board")).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Title", Exactly).WaitForAsync();
        await page.Keyboard.TypeAsync("Aufträge & Lager");
        Assert.Equal("auftrage-lager", await page.GetByLabel("Name of its file").InputValueAsync());
        await page.Keyboard.PressAsync("Enter");

        // The editor is open where a tile is chosen, and the address is that of the board.
        await page.WaitForFunctionAsync("() => location.pathname + location.search === '/boards/auftrage-lager'");
        await page.GetByText("Choose “Add tile” above").WaitForAsync();
        await page.Locator(".edit-type", new PageLocatorOptions { HasText = "number" }).First.ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.tile-number .figure-number')?.textContent === '5'");
        await page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();

        await page.WaitForFunctionAsync(
            "() => document.querySelector('h1').textContent === 'Aufträge & Lager' && !document.querySelector('.edit-bar')");
        Assert.Equal(
            """
            {
              "title": "Aufträge & Lager",
              "tiles": [
                { "type": "number", "topics": ["shop/rate"] }
              ]
            }

            """,
            ShopBoard.Read(folder, "auftrage-lager"));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_said_so_and_the_other_board_stays()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await ShopBoard.OpenAsync(chromium, service.Address);

        await page.GetByRole(AriaRole.Button, Named("New board")).ClickAsync();
        await page.GetByLabel("Title", Exactly).FillAsync("Shop");
        await page.GetByRole(AriaRole.Button, Named("Make the board")).ClickAsync();

        await page.GetByText("There is a board shop already").WaitForAsync();
        Assert.Equal(ShopBoard.Text, ShopBoard.Read(folder));
    }

    [Fact]
    public async Task A_board_that_is_missing_is_made_where_it_is_missed_and_the_button_keeps_its_focus()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await chromium.OpenAsync(service.Address, "/boards/web");
        var make = page.GetByRole(AriaRole.Button, Named("Make the board “web”"));
        await make.FocusAsync();
        var asked = 0;
        page.Request += (_, request) => asked += request.Url.EndsWith("/boards/web.json", StringComparison.Ordinal) ? 1 : 0;
        await Deadline.UntilAsync(() => Task.FromResult(asked >= 3), "the page looked again");
        Assert.True(await make.EvaluateAsync<bool>("button => button === document.activeElement"));

        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Title", Exactly).FillAsync("Web");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForFunctionAsync("() => document.querySelector('h1')?.textContent === 'Web'");
        Assert.True(File.Exists(folder.File("boards/web.json")));
    }

    [Fact]
    public async Task Where_there_are_no_boards_the_first_is_made()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        File.Delete(folder.File("boards/shop.json"));
        var page = await chromium.OpenAsync(service.Address, "/");
        await page.GetByText("There are no boards yet").WaitForAsync();

        await page.Locator(".problem")
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "New board", Exact = true })
            .ClickAsync();
        await page.GetByLabel("Title", Exactly).FillAsync("First");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForFunctionAsync(
            "() => location.pathname === '/boards/first' && document.querySelector('.edit-type') !== null");
    }

    [Fact]
    public async Task An_empty_board_says_how_to_add_a_tile_and_does()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """{ "title": "Empty", "tiles": [] }""", "empty");
        var page = await chromium.OpenAsync(service.Address, "/boards/empty");

        await page.GetByRole(AriaRole.Button, Named("Add a tile")).ClickAsync();
        await page.Locator(".edit-type", new PageLocatorOptions { HasText = "clock" }).First.ClickAsync();

        await page.Locator(".tile-clock").WaitForAsync();
        Assert.False(await page.GetByText("This board has no tiles yet").IsVisibleAsync());
    }

    [Fact]
    public async Task A_topic_is_added_to_a_board_there_is_and_to_a_new_one()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        await service.Http.PublishAsync("""{"topic":"web/latency","data":{"p99_ms":12,"load":1}}""");
        var page = await chromium.OpenAsync(service.Address, "/explore?topic=web/latency");
        await page.Locator(".tile-line").First.WaitForAsync();

        await AddAsync(page, "shop", "Chart of p99_ms");
        Assert.Contains(
            """{ "type": "line", "topics": ["web/latency"],""" +
            """ "value": "p99_ms", "title": "web/latency · p99_ms", "unit": "ms" }""",
            ShopBoard.Read(folder),
            StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, Named("Close")).ClickAsync();
        await AddAsync(page, "", "List of events", "Web & more");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Open the board" }).ClickAsync();
        await page.WaitForFunctionAsync(
            "() => location.pathname === '/boards/web-more' && document.querySelector('.tile-events') !== null");
    }

    [Fact]
    public async Task A_refused_board_keeps_what_was_typed_and_says_why()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        await page.RouteAsync("**/boards/web.json", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 409,
            ContentType = "application/problem+json",
            Body = """{"title":"The service cannot write here","detail":"The folder of boards is read-only."}""",
        }));

        await page.GetByRole(AriaRole.Button, Named("New board")).ClickAsync();
        await page.GetByLabel("Title", Exactly).FillAsync("Web");
        await page.GetByRole(AriaRole.Button, Named("Make the board")).ClickAsync();

        await page.GetByText("The folder of boards is read-only.").WaitForAsync();
        Assert.Equal("Web", await page.GetByLabel("Title", Exactly).InputValueAsync());
    }

    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task All_of_it_has_no_fault_and_fits_the_width(int width, ColorScheme scheme)
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        for (var i = 0; i < 14; i++)
        {
            ShopBoard.Save(
                folder,
                $$"""{ "title": "Board number {{i}}", "description": "Its description", "tiles": [] }""",
                $"board-{i}");
        }

        await service.Http.PublishAsync("""{"topic":"web/latency","data":12}""");
        var profile = await chromium.NewProfileAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await profile.AddInitScriptAsync(Axe.Script);
        var page = await Chromium.OpenTabAsync(profile, service.Address, "/boards/board-3");
        await page.WaitForFunctionAsync(IsLive);
        await page.WaitForFunctionAsync("() => document.querySelector('.is-filling') === null");
        await ExpectNoFaultAsync(page, width);

        await page.GetByRole(AriaRole.Button, Named("All 15")).ClickAsync();
        await page.GetByLabel("Filter boards").WaitForAsync();
        await ExpectNoFaultAsync(page, width);
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, Named("New board")).ClickAsync();
        await page.GetByLabel("Name of its file").WaitForAsync();
        await ExpectNoFaultAsync(page, width);

        await page.GotoAsync(new Uri(service.Address, "/boards/none").ToString());
        await page.GetByText("There is no board “none”").WaitForAsync();
        await ExpectNoFaultAsync(page, width);
        await page.GotoAsync(new Uri(service.Address, "/explore?topic=web/latency").ToString());
        await page.GetByRole(AriaRole.Button, Named("Add to a board")).ClickAsync();
        await page.GetByLabel("Show it as").WaitForAsync();
        await ExpectNoFaultAsync(page, width);
    }

    private static PageGetByLabelOptions Exactly => new() { Exact = true };

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    private static async Task AddAsync(IPage page, string board, string tile, string? title = null)
    {
        await page.GetByRole(AriaRole.Button, Named("Add to a board")).ClickAsync();
        await page.GetByLabel("Board", Exactly).SelectOptionAsync(board);
        await page.GetByLabel("Show it as").SelectOptionAsync(new SelectOptionValue { Label = tile });
        if (title is not null)
        {
            await page.GetByLabel("Title of the new board").FillAsync(title);
        }

        await page.GetByRole(AriaRole.Button, Named("Add")).ClickAsync();
        await page.GetByText("It is added.").WaitForAsync();
    }

    private static async Task ExpectNoFaultAsync(IPage page, int width)
    {
        await Axe.ExpectNoFaultAsync(page);
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }
}

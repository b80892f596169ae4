using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>A board that is edited in the page.</summary>
public sealed class EditTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Titles =
        "titles => [...document.querySelectorAll('.tile h2')].map(title => title.textContent).join() === titles";

    [Fact]
    public async Task Tiles_that_are_moved_resized_added_and_configured_are_saved_and_another_page_shows_them()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        await service.Http.PublishAsync("""[{"topic":"shop/rate","data":5},{"topic":"shop/stock","data":7}]""");
        var other = await OpenAsync(service);
        var page = await OpenAsync(service);
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();

        await page.GetByRole(AriaRole.Button, Named("Rate: edit")).DragToAsync(
            page.GetByRole(AriaRole.Button, Named("Time: edit")));
        await page.WaitForFunctionAsync(Titles, "Stock,Time,Rate");
        await DragGripAsync(page, "Stock: edit");
        await page.GetByRole(AriaRole.Button, Named("Stock: edit")).ClickAsync();
        await page.GetByLabel("Title", Exactly).FillAsync("In stock");
        await page.GetByLabel("Unit", Exactly).FillAsync("pcs");
        await page.WaitForFunctionAsync(Titles, "In stock,Time,Rate");
        await page.GetByRole(AriaRole.Button, Named("Add tile")).ClickAsync();
        await page.Locator(".edit-type", new PageLocatorOptions { HasText = "line" }).First.ClickAsync();
        await page.WaitForFunctionAsync(Titles, "In stock,shop/rate,Time,Rate");
        await page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();

        await other.WaitForFunctionAsync(Titles, "In stock,shop/rate,Time,Rate");
        Assert.Equal(0, await page.Locator(".edit-cover, .edit-panel, .edit-bar").CountAsync());
        Assert.Equal(
            """
            {
              "title": "Shop",
              "tiles": [
                { "type": "number", "title": "In stock", "topics": ["shop/stock"], "width": 4, "height": 1, "unit": "pcs" },
                { "type": "line", "topics": ["shop/rate"] },
                { "type": "clock", "title": "Time" },
                { "type": "number", "title": "Rate", "topics": ["shop/rate"] }
              ]
            }

            """,
            File.ReadAllText(folder.File("boards/shop.json")));
    }

    [Fact]
    public async Task A_tile_that_is_added_at_the_end_comes_into_sight()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await OpenAsync(service);
        await page.SetViewportSizeAsync(1280, 400);
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.GetByRole(AriaRole.Button, Named("Add tile")).ClickAsync();

        await page.Locator(".edit-type", new PageLocatorOptions { HasText = "events" }).First.ClickAsync();

        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.tile').length === 4 && " +
            "[...document.querySelectorAll('.tile')].at(-1).getBoundingClientRect().bottom <= innerHeight");
    }

    [Fact]
    public async Task All_of_it_is_done_by_the_keyboard_too_and_undone()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await OpenAsync(service);
        await page.GetByRole(AriaRole.Button, Named("Edit")).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, Named("Rate: edit")).FocusAsync();

        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync(Titles, "Stock,Rate,Time");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync(Titles, "Stock,Time,Rate");
        await page.Keyboard.PressAsync("d");
        await page.WaitForFunctionAsync(Titles, "Stock,Time,Rate,Rate");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.edit-panel [data-field=width]')[0].value === '3'");
        await page.Keyboard.PressAsync("Delete");
        await page.WaitForFunctionAsync(Titles, "Stock,Time,Rate");
        await page.GetByRole(AriaRole.Button, Named("Undo")).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync(Titles, "Stock,Time,Rate,Rate");
        await page.GetByRole(AriaRole.Button, Named("Save")).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".edit-bar").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await page.WaitForFunctionAsync(Titles, "Stock,Time,Rate,Rate");
        Assert.Contains("\"width\": 3", File.ReadAllText(folder.File("boards/shop.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_someone_saved_meanwhile_is_overwritten_only_when_asked()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await OpenAsync(service);
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.GetByLabel("Title", Exactly).FillAsync("Mine");

        ShopBoard.Save(folder, ShopBoard.Text.Replace("\"Shop\"", "\"Theirs\"", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();
        await page.GetByText("its file was changed meanwhile").WaitForAsync();
        Assert.Contains("Theirs", File.ReadAllText(folder.File("boards/shop.json")), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, Named("Overwrite it")).ClickAsync();

        await page.WaitForFunctionAsync(
            "() => document.querySelector('h1').textContent === 'Mine' && !document.querySelector('.edit-bar')");
        Assert.Contains("Mine", File.ReadAllText(folder.File("boards/shop.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_saved_as_it_is_typed_and_its_faults_are_told_by_line()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await OpenAsync(service);
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.GetByRole(AriaRole.Button, Named("JSON")).ClickAsync();
        var json = page.GetByLabel("The board as JSON");

        await json.FillAsync("{\n\"title\": \"Shop\",\n\"tiles\": [,]}");
        await page.GetByText("Line 3, column 11").WaitForAsync();
        await json.FillAsync("{ \"title\": \"Typed\",\n\"tiles\": [], \"later\": 1 }");
        await page.WaitForFunctionAsync("() => document.querySelector('h1').textContent === 'Typed'");
        await page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();
        await page.GetByText("Line 2, column 14: later is not a field here").WaitForAsync();
        const string Sound = "{ \"title\": \"Typed\",\n\"tiles\": [] }";
        await json.FillAsync(Sound);
        await page.GetByRole(AriaRole.Button, Named("Save")).ClickAsync();

        await page.Locator(".edit-bar").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal(Sound, File.ReadAllText(folder.File("boards/shop.json")));
    }

    [Fact]
    public async Task A_cancelled_edit_leaves_file_and_board_as_they_were_and_without_the_right_to_save_there_is_no_button()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await OpenAsync(service);
        await page.GetByRole(AriaRole.Button, Named("Edit")).ClickAsync();
        await page.GetByRole(AriaRole.Button, Named("Time: edit")).FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await page.WaitForFunctionAsync(Titles, "Rate,Stock");
        await page.GetByRole(AriaRole.Button, Named("Cancel")).ClickAsync();
        await page.GetByRole(AriaRole.Button, Named("Discard")).ClickAsync();

        await page.WaitForFunctionAsync(Titles, "Rate,Stock,Time");
        Assert.Equal(ShopBoard.Text, File.ReadAllText(folder.File("boards/shop.json")));

        await using var guarded = ShopBoard.Start(folder, ("Access:Anonymous", "subscribe"));
        var guest = await OpenAsync(guarded);
        await guest.WaitForFunctionAsync(Titles, "Rate,Stock,Time");
        Assert.False(await guest.Locator(".edit-button").IsVisibleAsync());
    }

    private static PageGetByLabelOptions Exactly => new() { Exact = true };

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    // Two columns to the right.
    private static async Task DragGripAsync(IPage page, string cover)
    {
        var grip = (await page.GetByRole(AriaRole.Button, Named(cover)).Locator(".edit-grip").BoundingBoxAsync())!;
        var column = await page.EvaluateAsync<float>("() => document.querySelector('.grid').clientWidth / 12");
        await page.Mouse.MoveAsync(grip.X + 10, grip.Y + 10);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(grip.X + 10 + (2 * column), grip.Y + 10);
        await page.Mouse.UpAsync();
    }

    private Task<IPage> OpenAsync(LiveFeedServer service) => ShopBoard.OpenAsync(chromium, service.Address);
}

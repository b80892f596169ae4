using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Edits a board's name and sections, besides its tiles, and its file as a whole.</summary>
public sealed class EditBoardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsAt =
        "path => location.pathname === path && document.querySelector('.badge')?.dataset.state === 'live'";
    private const string Titles =
        "titles => [...document.querySelectorAll('.tile h2')].map(title => title.textContent).join() === titles";
    private const string Sections =
        "titles => [...document.querySelectorAll('.section summary')].map(title => title.textContent).join() === titles";

    [Fact]
    public async Task A_variable_and_a_section_that_are_added_by_form_are_saved_and_shown()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        await service.Http.PublishAsync("""[{"topic":"north/rate","data":5},{"topic":"south/rate","data":7}]""");
        var page = await EditAsync(service);

        await PressAsync(page, "Add variable");
        await page.Keyboard.TypeAsync("site");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Site");
        var topics = page.Locator(".edit-panel [data-field=variables] [data-field=topics]");
        Assert.Equal("{site}/**", await topics.InputValueAsync());
        await topics.FillAsync("{site}/rate");
        await PressAsync(page, "Add section");
        await page.Keyboard.TypeAsync("Later");
        await PressAsync(page, "Time: edit");
        await page.GetByLabel("Section", Exactly).SelectOptionAsync("1: Later");
        await PressAsync(page, "Save");

        await page.Locator(".edit-bar").WaitForAsync(Gone);
        var choice = page.GetByLabel("Site", Exactly);
        var values = await choice.EvaluateAsync<string>("select => [...select.options].map(one => one.value).join()");
        Assert.Equal("north,south", values);
        await page.Locator(".section", new PageLocatorOptions { HasText = "Later" }).GetByText("Time").WaitForAsync();
        Assert.Equal(
            """
            {
              "title": "Shop",
              "tiles": [
                { "type": "number", "title": "Rate", "topics": ["shop/rate"] },
                { "type": "number", "title": "Stock", "topics": ["shop/stock"] }
              ],
              "variables": { "site": { "topics": "{site}/rate", "label": "Site" } },
              "sections": [
                {
                  "title": "Later",
                  "tiles": [
                    { "type": "clock", "title": "Time" }
                  ]
                }
              ]
            }

            """,
            ShopBoard.Read(folder));
    }

    [Fact]
    public async Task A_key_that_cannot_be_is_told_and_the_last_good_one_stays_and_each_variable_is_a_step()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await EditAsync(service);
        await PressAsync(page, "Add variable");
        await PressAsync(page, "Add variable");
        var name = page.GetByLabel("Name", Exactly).Last;

        await name.FillAsync("2nd");
        await page.GetByText("Name must be a letter, then letters, digits and _").WaitForAsync();
        await name.FillAsync("variable");
        await page.GetByText("Name is used already: variable").WaitForAsync();
        await name.BlurAsync();
        await PressAsync(page, "JSON");

        var json = await page.GetByLabel("The board as JSON").InputValueAsync();
        Assert.Contains("\"variable2\": { \"topics\": \"{variable2}/**\" }", json, StringComparison.Ordinal);
        await PressAsync(page, "Undo");
        Assert.Equal("variable", await page.GetByLabel("Name", Exactly).InputValueAsync());
    }

    [Fact]
    public async Task Sections_are_moved_and_removed_in_one_step_each_and_their_tiles_stay()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """
            { "title": "Shop", "sections": [
              { "title": "A", "tiles": [{ "type": "clock", "title": "a" }] },
              { "title": "B", "tiles": [{ "type": "clock", "title": "b" }] }] }
            """);
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        await page.WaitForFunctionAsync(Titles, "a,b");
        await PressAsync(page, "Edit");

        await PressAsync(page, "Move down section 1");
        await page.WaitForFunctionAsync(Titles, "b,a");
        Assert.Equal("Move up section 2", await page.EvaluateAsync<string>("() => document.activeElement.ariaLabel"));
        await PressAsync(page, "Remove section 1");
        await page.WaitForFunctionAsync(Sections, "A");
        await page.WaitForFunctionAsync(Titles, "b,a");
        await PressAsync(page, "Undo");
        await page.WaitForFunctionAsync(Sections, "B,A");
        await PressAsync(page, "Undo");
        await page.WaitForFunctionAsync(Sections, "A,B");

        Assert.True(await page.GetByRole(AriaRole.Button, Named("Undo")).IsDisabledAsync());
    }

    [Fact]
    public async Task A_board_can_be_edited_after_another_value_of_its_variable_is_chosen()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """
            { "title": "Shop", "variables": { "site": { "topics": "{site}/rate", "label": "Site" } },
              "tiles": [{ "type": "number", "title": "Rate of {site}", "topics": ["{site}/rate"] }] }
            """);
        await service.Http.PublishAsync("""[{"topic":"north/rate","data":5},{"topic":"south/rate","data":7}]""");
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        await page.WaitForFunctionAsync(Titles, "Rate of north");
        await PressAsync(page, "Edit");

        await page.GetByLabel("Site", Exactly).SelectOptionAsync("south");
        await PressAsync(page, "Rate of south: edit");
        await page.GetByLabel("Title", Exactly).FillAsync("{site}");

        await page.WaitForFunctionAsync(Titles, "south");
    }

    [Fact]
    public async Task A_board_that_is_deleted_is_gone_and_another_one_is_shown()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        ShopBoard.Save(folder, """{ "title": "Stays", "tiles": [] }""", "stays");
        var page = await EditAsync(service);

        await PressAsync(page, "Delete board");
        await page.GetByText("Delete shop.json? It cannot be undone.").WaitForAsync();
        await PressAsync(page, "Keep");
        Assert.Equal(ShopBoard.Text, ShopBoard.Read(folder));
        ShopBoard.Save(folder, """{ "title": "Theirs", "tiles": [] }""");
        await PressAsync(page, "Delete board");
        await PressAsync(page, "Delete");
        await page.GetByText("its file was changed meanwhile").WaitForAsync();
        Assert.Contains("Theirs", ShopBoard.Read(folder), StringComparison.Ordinal);
        await PressAsync(page, "Delete it anyway");

        await page.WaitForFunctionAsync(IsAt, "/boards/stays");
        Assert.False(File.Exists(folder.File("boards/shop.json")));
    }

    [Fact]
    public async Task A_board_is_exported_imported_and_saved_under_another_name()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await EditAsync(service);
        var export = await page.RunAndWaitForDownloadAsync(() => PressAsync(page, "Export"));
        Assert.Equal("shop.json", export.SuggestedFilename);
        Assert.Equal(
            ShopBoard.Text + "\n",
            await File.ReadAllTextAsync(await export.PathAsync(), TestContext.Current.CancellationToken));

        await ImportAsync(page, "{\n\"title\": \"Shop\",\n\"tiles\": [,]}");
        await page.GetByText("Line 3, column 11").WaitForAsync();
        await ImportAsync(page, "{ \"title\": \"Brought\", \"tiles\": [] }");
        await page.WaitForFunctionAsync("() => document.querySelector('h1').textContent === 'Brought'");
        await PressAsync(page, "Save as…");
        await page.GetByLabel("Name of its file").FillAsync("shop");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("There is a board shop already.").WaitForAsync();
        await page.GetByLabel("Name of its file").FillAsync("second");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForFunctionAsync(IsAt, "/boards/second");
        Assert.Equal("{ \"title\": \"Brought\", \"tiles\": [] }", ShopBoard.Read(folder, "second"));
        Assert.Equal(ShopBoard.Text, ShopBoard.Read(folder));
    }

    private static LocatorWaitForOptions Gone => new() { State = WaitForSelectorState.Detached };

    private static PageGetByLabelOptions Exactly => new() { Exact = true };

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, Named(button)).ClickAsync();

    private static async Task ImportAsync(IPage page, string text)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => PressAsync(page, "Import"));
        var file =
            new FilePayload { Name = "board.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) };
        await chooser.SetFilesAsync(file);
    }

    private async Task<IPage> EditAsync(LiveFeedServer service)
    {
        var page = await ShopBoard.OpenAsync(chromium, service.Address);
        await PressAsync(page, "Edit");
        return page;
    }
}

using System.Security.Cryptography;
using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>The pages for readers who may not follow everything, and for readers whose credentials change.</summary>
public sealed class RightsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string IsSignedOut = "() => document.querySelector('.badge').innerText.includes('sign in')";
    private const string Shows = "text => document.querySelector('.tile-number .figure-number')?.textContent === text";
    private const string Topics =
        "() => [...document.querySelectorAll('.tree-row:not([hidden])')].map(row => row.innerText.split('\\n')[0]).join()";

    [Fact]
    public async Task A_forbidden_topic_greys_its_tile_and_the_others_are_live()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "shop/rate");
        var page = await OpenAsync(service, "reader", "/boards/shop");

        await page.WaitForFunctionAsync(IsLive);
        await page.Locator(".is-forbidden").WaitForAsync();
        Assert.Equal(
            "Your rights do not include\nshop/stock",
            (await page.Locator(".is-forbidden .tile-body").InnerTextAsync()).Replace(
                "\n\n", "\n", StringComparison.Ordinal));
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":5}""");
        await page.WaitForFunctionAsync(Shows, "5");
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":6}""");
        await page.WaitForFunctionAsync(Shows, "6");
        Assert.Equal(1, await page.Locator(".is-forbidden").CountAsync());
    }

    [Fact]
    public async Task A_board_that_is_forbidden_as_a_whole_says_so_in_its_tiles()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "other/**");
        var page = await OpenAsync(service, "reader", "/boards/shop");

        await page.WaitForFunctionAsync(IsLive);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.is-forbidden').length === 2");
        Assert.Equal(1, await page.Locator(".tile-clock").CountAsync());
    }

    [Fact]
    public async Task New_credentials_after_a_401_are_used_without_a_reload()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "shop/**");
        var page = await OpenAsync(service, null, "/boards/shop");
        await page.WaitForFunctionAsync(IsSignedOut);
        await page.EvaluateAsync("() => { window.samePage = true; }");
        await service.Http.PublishAsync("""{"topic":"shop/rate","data":5}""");

        await SignInAsync(page.Context, service, "reader");

        // As when someone comes back from the page where they signed in.
        await page.EvaluateAsync("() => dispatchEvent(new Event('focus'))");

        await page.WaitForFunctionAsync(IsLive);
        await page.WaitForFunctionAsync(Shows, "5");
        Assert.True(await page.EvaluateAsync<bool>("() => window.samePage"));
    }

    [Fact]
    public async Task Explore_shows_what_the_rights_allow()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "shop/**");
        await service.Http.PublishAsync("""[{"topic":"shop/rate","data":5},{"topic":"secret/a","data":1}]""");
        var page = await OpenAsync(service, "reader", "/explore");
        await page.WaitForFunctionAsync(IsLive);
        await page.WaitForFunctionAsync($"() => ({Topics})() === 'shop,rate'");

        await service.Http.PublishAsync("""[{"topic":"secret/b","data":1},{"topic":"shop/stock","data":7}]""");
        await page.WaitForFunctionAsync($"() => ({Topics})() === 'shop,rate,stock'");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "All", Exact = true }).ClickAsync();

        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.frames .event-data')]" +
            ".map(row => row.textContent).sort().join() === '5,7'");
        Assert.False(await page.Locator(".boards-new").IsVisibleAsync());
        Assert.False(await page.Locator(".add-button").IsVisibleAsync());
    }

    [Fact]
    public async Task Explore_says_when_the_rights_allow_nothing()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder);
        var page = await OpenAsync(service, "reader", "/explore");

        await page.GetByText("Your rights include no topics").WaitForAsync();
    }

    [Fact]
    public async Task Without_the_right_to_make_boards_the_page_does_not_offer_it()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, "shop/**");
        ShopBoard.Save(folder, """{ "title": "Empty", "tiles": [] }""", "empty");
        var page = await OpenAsync(service, "reader", "/boards/none");

        await page.GetByText("An administrator can add it").WaitForAsync();
        Assert.False(await page.Locator(".problem button, .boards-new").First.IsVisibleAsync());
        await page.GotoAsync(new Uri(service.Address, "/boards/empty").ToString());
        await page.GetByText("This board has no tiles yet").WaitForAsync();
        Assert.False(await page.Locator(".board-empty button, .boards-new").First.IsVisibleAsync());
    }

    private static LiveFeedServer Start(TempFolder folder, params string[] topics)
    {
        var service = ShopBoard.Start(
            folder,
            [
                ("Access:Anonymous", "none"),
                ("Access:Keys:0:Name", "admin"), ("Access:Keys:0:Sha256", Sha256("admin")), ("Access:Keys:0:Admin", "true"),
                ("Access:Keys:1:Name", "reader"), ("Access:Keys:1:Sha256", Sha256("reader")),
                ("Access:Keys:1:Publish:0", "inbox"),
                .. topics.Select((topic, i) => ($"Access:Keys:1:Subscribe:{i}", topic)),
            ]);
        service.Http.DefaultRequestHeaders.Add("X-API-Key", "admin");
        return service;
    }

    private static string Sha256(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static Task SignInAsync(IBrowserContext profile, LiveFeedServer service, string key) =>
        profile.AddCookiesAsync([new Cookie { Name = "livefeed_token", Value = key, Url = service.Address.ToString() }]);

    private async Task<IPage> OpenAsync(LiveFeedServer service, string? key, string path)
    {
        var profile = await chromium.NewProfileAsync();
        if (key is not null)
        {
            await SignInAsync(profile, service, key);
        }

        return await Chromium.OpenTabAsync(profile, service.Address, path);
    }
}

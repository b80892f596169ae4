using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Pages on a small phone, where nothing hovers.</summary>
public sealed class PhoneTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Width = 360;

    private static readonly BrowserNewContextOptions Phone = new()
    {
        ViewportSize = new ViewportSize { Width = Width, Height = 740 },
        HasTouch = true,
        IsMobile = true,
    };

    [Theory]
    [InlineData("host")]
    [InlineData("events")]
    public async Task No_title_of_a_tile_is_cut(string board)
    {
        await using var service = new LiveFeedServer(("Metrics:Enabled", "true"));
        var page = await chromium.OpenAsync(service.Address, $"/boards/{board}", Phone);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.share-button').length >= 6");

        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.tile-head h2')]
              .filter(title => title.scrollWidth > title.clientWidth).map(title => title.textContent)
            """));
    }

    [Fact]
    public async Task The_buttons_of_a_new_board_stand_apart()
    {
        using var folder = new TempFolder();
        await using var service = ShopBoard.Start(folder);
        var page = await ShopBoard.OpenAsync(chromium, service.Address, Phone);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New board" }).ClickAsync();

        var cancel = await page.GetByText("Cancel").BoundingBoxAsync();
        var make = await page.GetByText("Make the board").BoundingBoxAsync();

        Assert.True(make!.X - (cancel!.X + cancel.Width) >= 4, $"{cancel.X}+{cancel.Width}, {make.X}");
    }

    [Fact]
    public async Task The_description_of_the_API_is_as_wide_as_the_screen()
    {
        await using var service = new LiveFeedServer();
        var page = await chromium.OpenAsync(service.Address, "/swagger/index.html", Phone);
        await page.Locator(".opblock").First.WaitForAsync();

        Assert.Equal(Width, await page.EvaluateAsync<int>("() => innerWidth"));
    }
}

using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Values on a plan, and events posted from the page.</summary>
public sealed class PlanAndFormTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Board = """
        {
          "title": "One",
          "tiles": [
            { "type": "plan", "title": "Site", "topics": ["site/*"], "thresholds": [{ "above": 30, "level": "critical" }],
              "shapes": [{ "label": "Hall", "points": [[0, 0], [50, 0], [50, 100], [0, 100]] }],
              "places": { "site/a": { "x": 25, "y": 50 }, "site/b": { "x": 75, "y": 50, "thresholds": [] } } },
            { "type": "form", "title": "Bid", "post": "bids", "event": "bid", "button": "Place bid",
              "fields": [
                { "name": "name", "label": "Name" },
                { "name": "amount", "label": "Amount", "type": "number", "min": 1 }] }
          ]
        }
        """;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    [Fact]
    public async Task A_plan_shows_values_at_their_places_with_their_own_thresholds()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder);
        var page = await OpenAsync(service);

        await service.Http.PublishAsync(
            """[{"topic":"site/a","data":40},{"topic":"site/b","data":40},{"topic":"site/elsewhere","data":1}]""");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.plan-values li').length === 2");

        Assert.Equal(
            ["critical", "neutral"],
            await page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('.plan-values li')].map(one => one.dataset.state)"));
        Assert.True(await page.EvaluateAsync<bool>("""
            () => {
              const plan = document.querySelector('.plan').getBoundingClientRect();
              const value = document.querySelector('.plan-values li').getBoundingClientRect();
              return Math.abs((value.left + value.right) / 2 - plan.left - plan.width / 4) < 2;
            }
            """));
    }

    [Fact]
    public async Task A_form_is_filled_in_and_posted_by_keyboard()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder);
        var page = await OpenAsync(service);

        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("120");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".form-answer[data-sign=ok]").WaitForAsync();
        var history = await service.Http.GetStringAsync("/history?topic=bids", TestContext.Current.CancellationToken);
        Assert.Contains("""{"name":"Ada","amount":120}""", history, StringComparison.Ordinal);
        Assert.Contains("\"bid\"", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_service_is_shown_below_the_form()
    {
        using var folder = new TempFolder();
        await using var service = Start(folder, ("Access:Anonymous", "subscribe"));
        var page = await OpenAsync(service);

        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Amount").FillAsync("120");
        await page.GetByRole(AriaRole.Button, new() { Name = "Place bid" }).ClickAsync();

        await page.Locator(".form-answer[data-sign=warning]").WaitForAsync();
        Assert.StartsWith("Refused: ", await page.Locator(".form-answer").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static LiveFeedServer Start(TempFolder folder, params (string Key, string Value)[] settings)
    {
        System.IO.File.WriteAllText(folder.File("one.json"), Board);
        return new LiveFeedServer([("Boards:Path", folder.Path), .. settings]);
    }

    private async Task<IPage> OpenAsync(LiveFeedServer service)
    {
        var page = await chromium.OpenAsync(service.Address, "/boards/one");
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>A board whose topics have a variable.</summary>
public sealed class BoardVariableTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Hosts = """
        {
          "title": "Host {host}",
          "variables": { "host": { "label": "Host", "topics": "metrics/{host}/cpu", "all": true, "default": "a" } },
          "tiles": [{ "type": "number", "title": "CPU of {host}", "topics": ["metrics/{host}/cpu"] }]
        }
        """;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string Shows = "text => document.querySelector('.figure-number')?.textContent === text";

    [Fact]
    public async Task The_value_is_chosen_by_the_keyboard_without_a_reload_and_the_address_keeps_it()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service, "/boards/hosts");
        await page.WaitForFunctionAsync(Shows, "11");
        await page.EvaluateAsync("() => { window.samePage = true; }");

        await page.GetByLabel("Host", new PageGetByLabelOptions { Exact = true }).FocusAsync();
        await page.Keyboard.TypeAsync("b");
        await page.WaitForFunctionAsync(Shows, "22");

        Assert.Equal(
            ("Host b", "CPU of b"),
            (await page.Locator("h1").InnerTextAsync(), await page.Locator(".tile h2").InnerTextAsync()));
        Assert.EndsWith("/boards/hosts?var.host=b", page.Url, StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("() => window.samePage"));
        await page.WaitForFunctionAsync("() => document.activeElement.tagName === 'SELECT'");

        await service.Http.PublishAsync("""[{"topic":"metrics/a/cpu","data":12},{"topic":"metrics/b/cpu","data":23}]""");
        await page.WaitForFunctionAsync(Shows, "23");
        await page.GoBackAsync();
        await page.WaitForFunctionAsync(Shows, "12");
    }

    [Fact]
    public async Task A_link_brings_its_value_also_all_of_them()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var one = await OpenAsync(service, "/boards/hosts?var.host=b");
        await one.WaitForFunctionAsync(Shows, "22");
        var all = await OpenAsync(service, "/boards/hosts?var.host=*");

        Assert.Equal("Host all", await all.Locator("h1").InnerTextAsync());
        Assert.Equal(["all", "a", "b"], await all.Locator(".variables option").AllInnerTextsAsync());
    }

    [Fact]
    public async Task A_value_that_appears_later_can_be_chosen()
    {
        using var folder = new TempFolder();
        await using var service = await StartAsync(folder);
        var page = await OpenAsync(service, "/boards/hosts");

        await service.Http.PublishAsync("""{"topic":"metrics/c/cpu","data":33}""");
        await page.Locator(".variables select").FocusAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.variables option').length === 4");
        await page.Locator(".variables select").SelectOptionAsync("c");

        await page.WaitForFunctionAsync(Shows, "33");
    }

    private static async Task<LiveFeedServer> StartAsync(TempFolder folder)
    {
        await File.WriteAllTextAsync(folder.File("hosts.json"), Hosts);
        var service = new LiveFeedServer(("Boards:Path", folder.Path));
        await service.Http.PublishAsync("""[{"topic":"metrics/a/cpu","data":11},{"topic":"metrics/b/cpu","data":22}]""");
        return service;
    }

    private async Task<IPage> OpenAsync(LiveFeedServer service, string path)
    {
        var page = await chromium.OpenAsync(service.Address, path);
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

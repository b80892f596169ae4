using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>The notifications under <c>/examples/notifications/</c>.</summary>
public sealed class NotificationsExampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task What_is_read_on_one_device_is_read_on_all_and_on_one_that_comes_later()
    {
        await using var server = new LiveFeedServer();
        var (phone, desktop) = (await EnterAsync(server.Address, "ada"), await EnterAsync(server.Address, "ada"));
        await phone.UntilTextAsync("#devices", "2 are here");

        await SendAsync(desktop, "ada", "The build is green");
        await SendAsync(desktop, "ada", "Lunch at noon");
        await phone.UntilTextAsync("#unread", "2 unread");
        Assert.StartsWith("(2)", await phone.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(["Lunch at noon", "The build is green"], await phone.TextsAsync(".notice .text"));

        await phone.GetByRole(AriaRole.Button, Named("Mark read: Lunch at noon")).ClickAsync();
        await desktop.UntilTextAsync("#unread", "1 unread");
        Assert.Equal(["The build is green"], await desktop.TextsAsync(".notice.is-unread .text"));
        var tablet = await EnterAsync(server.Address, "ada");
        await tablet.UntilTextAsync("#unread", "1 unread");

        await SendAsync(tablet, "ada", "Last call");
        await desktop.GetByRole(AriaRole.Button, Named("Mark all read")).ClickAsync();
        foreach (var page in (IPage[])[phone, desktop, tablet])
        {
            await page.UntilTextAsync("#unread", "All read");
        }
    }

    [Fact]
    [Trait("length", "long")]
    public async Task A_notice_goes_to_who_it_is_for()
    {
        await using var server = new LiveFeedServer();
        var (ada, bob) = (await EnterAsync(server.Address, "ada"), await EnterAsync(server.Address, "bob"));

        await SendAsync(ada, "bob", "for Bob");

        await bob.UntilTextAsync(".notice", "for Bob");
        await bob.UntilTextAsync(".notice .hint", "from ada");
        Assert.Equal(0, await ada.Locator(".notice").CountAsync());
    }

    [Fact]
    [Trait("length", "long")]
    public async Task What_anybody_publishes_there_breaks_nothing_and_the_list_is_bounded()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishAsync(string.Join('\n', Enumerable.Range(0, 150).Select(n =>
            $$$"""{"topic":"examples/notifications/ada","event":"notice","data":{"text":"notice {{{n}}}","from":"<b>"}}""")),
            Posting.Ndjson);
        var ada = await EnterAsync(server.Address, "ada");
        await ada.UntilCountAsync(".notice", 100);

        await server.Http.PublishAsync("""
            [{"topic":"examples/notifications/ada","event":"notice","data":null},
             {"topic":"examples/notifications/ada","event":"notice","data":{"text":9}},
             {"topic":"examples/notifications/ada","event":"read","data":"all"},
             {"topic":"examples/notifications/ada","event":"read","data":{"notices":[1,null,{},"none"]}},
             {"topic":"examples/notifications/ada","event":"notice","data":{"text":"<img src=x onerror=alert(1)>"}}]
            """);

        await ada.UntilTextAsync(".notice:first-child .text", "<img src=x onerror=alert(1)>");
        Assert.Equal(100, await ada.Locator(".notice").CountAsync());
        Assert.Equal("100 unread", await ada.Locator("#unread").InnerTextAsync());
    }

    private static async Task SendAsync(IPage page, string to, string text)
    {
        await page.GetByLabel("To", new PageGetByLabelOptions { Exact = true }).FillAsync(to);
        await page.GetByLabel("Notice", new PageGetByLabelOptions { Exact = true }).FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<IPage> EnterAsync(Uri service, string name)
    {
        var page = await chromium.OpenExampleAsync(service, $"notifications/?name={name}");
        await page.WaitForFunctionAsync("() => document.querySelector('#devices').textContent !== ''");
        return page;
    }

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };
}

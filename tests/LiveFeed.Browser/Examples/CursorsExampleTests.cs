using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>The cursors and notes under <c>/examples/cursors/</c>.</summary>
public sealed class CursorsExampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Values = "() => [...document.querySelectorAll('textarea')].map(area => area.value)";

    [Fact]
    public async Task A_cursor_is_seen_where_it_is_and_goes_with_its_page()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        var ada = await EnterAsync(server.Address, "Ada");
        var bob = await EnterAsync(server.Address, "Bob", new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        });

        await bob.Locator(".note").Nth(1).HoverAsync();
        await ada.UntilTextAsync(".note:nth-child(2) > .cursor", "Bob");
        Assert.Equal(0, await bob.Locator(".cursor").CountAsync());
        await ada.UntilTextAsync("#people", "With you: Bob");

        await bob.Context.CloseAsync();
        await ada.UntilCountAsync(".cursor", 0);
        await ada.UntilTextAsync("#people", "Nobody else is here yet.");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Who_goes_to_another_page_has_left_at_once()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "01:00:00"));
        var (ada, bob) = (await EnterAsync(server.Address, "Ada"), await EnterAsync(server.Address, "Bob"));
        await ada.UntilTextAsync("#people", "With you: Bob");

        await bob.GotoAsync(new Uri(server.Address, "/examples/").ToString());

        await ada.UntilTextAsync("#people", "Nobody else is here yet.");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Who_writes_last_on_a_note_has_written_it_and_all_have_the_same()
    {
        await using var server = new LiveFeedServer();
        var (ada, bob) = (await EnterAsync(server.Address, "Ada"), await EnterAsync(server.Address, "Bob"));

        await ada.GetByLabel("Goal").FillAsync("ship it");
        await bob.WaitForFunctionAsync("() => document.querySelector('textarea').value === 'ship it'");
        await bob.UntilTextAsync(".note:first-child .hint", "Last by Ada");
        await Task.WhenAll(ada.GetByLabel("Goal").FillAsync("from Ada"), bob.GetByLabel("Goal").FillAsync("from Bob"));
        await bob.GetByLabel("Later").FillAsync("done");
        await ada.WaitForFunctionAsync("() => document.querySelectorAll('textarea')[5].value === 'done'");
        var eve = await EnterAsync(server.Address, "Eve");
        await eve.WaitForFunctionAsync("() => document.querySelectorAll('textarea')[5].value === 'done'");

        var settled = await eve.EvaluateAsync<string[]>(Values);
        Assert.StartsWith("from ", settled[0], StringComparison.Ordinal);
        foreach (var page in (IPage[])[ada, bob])
        {
            await page.WaitForFunctionAsync("goal => document.querySelector('textarea').value === goal", settled[0]);
        }
    }

    [Fact]
    public async Task What_anybody_publishes_there_breaks_nothing()
    {
        await using var server = new LiveFeedServer();
        var ada = await EnterAsync(server.Address, "Ada");

        await server.Http.PublishAsync("""
            [{"topic":"examples/cursors/plan","event":"cursor","data":null},
             {"topic":"examples/cursors/plan","event":"cursor","data":{"note":99,"x":0.5,"y":0.5,"from":"a"}},
             {"topic":"examples/cursors/plan","event":"cursor","data":{"note":"length","x":0.5,"y":0.5,"from":"a"}},
             {"topic":"examples/cursors/plan","event":"cursor","data":{"note":0,"x":"a","y":{},"from":"a"}},
             {"topic":"examples/cursors/plan","event":"cursor","data":{"note":0,"x":-9,"y":1e9,"from":"a","name":"<b>Eve"}},
             {"topic":"examples/cursors/plan","event":"text","data":7},
             {"topic":"examples/cursors/plan","event":"text","data":{"note":0,"text":{"a":1}}},
             {"topic":"examples/cursors/plan","event":"text","data":{"note":1,"text":"<b>bold</b>","by":"<i>"}}]
            """);

        await ada.WaitForFunctionAsync("() => document.querySelectorAll('textarea')[1].value === '<b>bold</b>'");
        Assert.Equal(["<b>Eve"], await ada.TextsAsync(".cursor"));
        Assert.Equal(
            "0% 100%",
            await ada.EvaluateAsync<string>(
                "() => { const { left, top } = document.querySelector('.cursor').style; return `${left} ${top}`; }"));
    }

    private async Task<IPage> EnterAsync(Uri service, string name, BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenExampleAsync(service, $"cursors/?name={name}&board=plan", options);
        await page.WaitForFunctionAsync("() => document.querySelector('#people').textContent !== ''");
        return page;
    }
}

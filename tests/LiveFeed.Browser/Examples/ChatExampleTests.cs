using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>The chat under <c>/examples/chat/</c>.</summary>
public sealed class ChatExampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Texts = ".message p";
    private const string TypingLine = "#typing";

    [Fact]
    public async Task Three_pages_talk_and_each_has_every_message_once_in_one_order()
    {
        await using var server = new LiveFeedServer();
        var pages = new Dictionary<string, IPage>();
        foreach (var name in (string[])["Ada", "Bob", "Eve"])
        {
            pages[name] = await EnterAsync(server.Address, name);
        }

        await Task.WhenAll(pages.Select(one =>
            one.Value.SayManyAsync(one.Key, one.Key == "Ada" ? 168 : 166)));
        foreach (var page in pages.Values)
        {
            await page.UntilCountAsync(Texts, 500);
        }

        var seen = await pages["Ada"].TextsAsync(Texts);
        Assert.Equal(500, seen.Distinct().Count());
        Assert.Equal(seen, await pages["Bob"].TextsAsync(Texts));
        Assert.Equal(seen, await pages["Eve"].TextsAsync(Texts));
        Assert.Equal(
            Enumerable.Range(0, 166).Select(n => $"Bob {n}"),
            seen.Where(text => text.StartsWith("Bob", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_types_is_seen_by_the_others_only_and_who_is_killed_leaves()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        var (ada, bob) = (await EnterAsync(server.Address, "Ada"), await EnterAsync(server.Address, "Bob"));
        await ada.UntilCountAsync("#people li", 2);

        var isSeen = ada.UntilTextAsync(TypingLine, "Bob is typing…"); // begun before: it is shown for a moment
        await bob.Locator("#text").PressSequentiallyAsync("Hel");
        await isSeen;
        Assert.Equal("", await bob.Locator(TypingLine).InnerTextAsync());
        await bob.Keyboard.PressAsync("Enter");
        await ada.UntilTextAsync(Texts, "Hel");
        Assert.Equal("", await ada.Locator(TypingLine).InnerTextAsync());

        await bob.Context.CloseAsync();
        await ada.UntilTextAsync(".note", "Bob has left");
        Assert.Equal(["Ada (you)"], await ada.TextsAsync("#people li"));
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Two_windows_of_one_browser_are_two_people()
    {
        await using var server = new LiveFeedServer();
        var profile = await chromium.NewProfileAsync();
        var ada = await Chromium.OpenTabAsync(profile, server.Address, "/examples/chat/?name=Ada&room=general");
        var bob = await Chromium.OpenTabAsync(profile, server.Address, "/examples/chat/?name=Bob&room=general");
        await ada.UntilCountAsync("#people li", 2);
        await bob.UntilCountAsync("#people li", 2);

        await ada.SayManyAsync("Ada", 5);
        await bob.UntilCountAsync(".message:not(.is-own) p", 5);
        await bob.SayManyAsync("Bob", 5);
        await ada.UntilCountAsync(Texts, 10);

        Assert.Equal(await ada.TextsAsync(Texts), await bob.TextsAsync(Texts));
        await ada.UntilTextAsync(".who", "Bob");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task A_newcomer_reads_what_was_said_and_a_reload_keeps_who_one_is()
    {
        await using var server = new LiveFeedServer();
        var ada = await EnterAsync(server.Address, "Ada");
        await ada.SayManyAsync("Ada", 3);
        await ada.UntilCountAsync(Texts, 3);

        var bob = await EnterAsync(server.Address, "Bob");
        await bob.UntilCountAsync(Texts, 3);
        Assert.Equal(["Ada 0", "Ada 1", "Ada 2"], await bob.TextsAsync(Texts));
        await ada.ReloadAsync();
        await ada.UntilCountAsync(".message.is-own", 3);
        await ada.UntilCountAsync("#people li", 2);
        Assert.Empty(await bob.TextsAsync(".note"));
    }

    [Fact]
    public async Task What_others_write_is_text_and_nothing_else()
    {
        await using var server = new LiveFeedServer();
        var ada = await EnterAsync(server.Address, "Ada");

        await server.Http.PublishAsync("""
            [{"topic":"rooms/general",
              "data":{"userId":"<b>x</b>","username":"<img src=x onerror=alert(1)>","content":"<script>a"}},
             {"topic":"rooms/general","data":{"content":{"a":[1]}}}]
            """);
        await ada.UntilCountAsync(Texts, 2);

        Assert.Equal(["<script>a", """{"a":[1]}"""], await ada.TextsAsync(Texts));
        Assert.Equal(0, await ada.Locator("#talk img, #talk script, #talk b").CountAsync());
        await ada.UntilTextAsync(".who", "<img src=x onerror=alert(1)>");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Who_may_only_read_is_told_so_and_keeps_the_text()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "subscribe"));
        var page = await EnterAsync(server.Address, "Ada");

        await page.Locator("#text").FillAsync("hello");
        await page.Keyboard.PressAsync("Enter");

        await page.UntilTextAsync(".fault", "Not sent");
        Assert.Equal("hello", await page.Locator("#text").InputValueAsync());
    }

    [Fact]
    public async Task Who_may_not_read_is_told_so()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));
        var page = await chromium.OpenAsync(server.Address, "/examples/chat/?name=Ada&room=general");

        await page.WaitForFunctionAsync("() => !document.querySelector('.fault').hidden");
        Assert.True(await page.Locator("#chat").IsHiddenAsync());
    }

    [Fact]
    [Trait("length", "long")]
    public async Task What_is_said_while_the_service_is_away_arrives_when_it_is_back()
    {
        using var folder = new TempFolder();
        using var service = await ServiceProcess.StartAsync(
            $"--LiveFeed:Log:Path={folder.File("feed.db")}", "--LiveFeed:Delivery:Retry=00:00:00.100");
        var page = await EnterAsync(service.Address, "Ada");
        service.Kill();
        await page.WaitForFunctionAsync("() => document.querySelector('.status').dataset.state === 'reconnecting'");
        await page.Locator("#text").FillAsync("are you there?");
        await page.Keyboard.PressAsync("Enter");

        await service.RestartAsync();

        await page.UntilTextAsync(Texts, "are you there?");
        await page.UntilConnectedAsync();
        Assert.Single(await page.TextsAsync(Texts));
    }

    [Fact]
    public async Task A_name_is_asked_for_and_none_is_not_taken()
    {
        await using var server = new LiveFeedServer();
        var page = await chromium.OpenAsync(server.Address, "/examples/chat/");

        await page.GetByLabel("Name").FillAsync("  ");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go in" }).ClickAsync();
        Assert.True(await page.Locator("#chat").IsHiddenAsync());
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.Keyboard.PressAsync("Enter");

        await page.UntilTextAsync("#people li", "Ada (you)");
    }

    [Fact]
    public async Task On_a_phone_one_can_leave_however_many_are_there()
    {
        await using var server = new LiveFeedServer();
        foreach (var name in (string[])["Bob", "Charlotte", "Dimitri", "Evangeline"])
        {
            await EnterAsync(server.Address, name);
        }

        var page = await chromium.OpenExampleAsync(
            server.Address, "chat/?name=Ada&room=general", new() { ViewportSize = new() { Width = 360, Height = 740 } });

        await page.UntilCountAsync("#people li", 5);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Leave" }))
            .ToBeInViewportAsync(new() { Ratio = 1 });
    }

    private async Task<IPage> EnterAsync(Uri service, string name)
    {
        var page = await chromium.OpenExampleAsync(service, $"chat/?name={name}&room=general");
        await page.Locator("#chat").WaitForAsync();
        return page;
    }
}

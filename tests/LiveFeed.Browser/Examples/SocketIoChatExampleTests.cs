using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>The chat under <c>/examples/socketio-chat/</c>, made for a Socket.IO server.</summary>
public sealed class SocketIoChatExampleTests(Chromium chromium) : IClassFixture<Chromium>
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

        await Task.WhenAll(pages.Select(one => one.Value.SayManyAsync(one.Key, 100)));
        foreach (var page in pages.Values)
        {
            await page.UntilCountAsync(Texts, 300);
        }

        var seen = await pages["Ada"].TextsAsync(Texts);
        Assert.Equal(300, seen.Distinct().Count());
        Assert.Equal(seen, await pages["Bob"].TextsAsync(Texts));
        Assert.Equal(seen, await pages["Eve"].TextsAsync(Texts));
        Assert.Equal(
            Enumerable.Range(0, 100).Select(n => $"Bob {n}"),
            seen.Where(text => text.StartsWith("Bob", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_types_is_seen_by_the_others_only_and_who_is_killed_leaves()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        var (ada, bob) = (await EnterAsync(server.Address, "Ada"), await EnterAsync(server.Address, "Bob"));
        await SayAsync(bob, "Hello");
        await ada.UntilTextAsync(Texts, "Hello");

        var isSeen = ada.UntilTextAsync(TypingLine, "Bob is typing…"); // begun before: it is shown for a moment
        await bob.Locator("#text").PressSequentiallyAsync("Hel");
        await isSeen;
        Assert.Equal("", await bob.Locator(TypingLine).InnerTextAsync());
        await bob.Keyboard.PressAsync("Enter");
        await ada.UntilCountAsync(Texts, 2);
        Assert.Equal("", await ada.Locator(TypingLine).InnerTextAsync());

        await bob.Context.CloseAsync();
        await ada.UntilTextAsync(".note", "Bob has left");
    }

    [Fact]
    public async Task A_page_that_connects_again_is_not_told_that_it_has_left()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:03"));
        var bob = await EnterAsync(server.Address, "Bob");
        var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync("""
            window.upgraded = [];
            window.WebSocket = class extends WebSocket {
              send(packet) {
                super.send(packet);
                if (packet === '5') window.upgraded.push(this);
              }
            };
            """);
        var ada = await Chromium.OpenTabAsync(
            profile, server.Address, "/examples/socketio-chat/?name=Ada&room=general");
        await ada.WaitForFunctionAsync("() => window.upgraded.length === 1"); // before, the page would poll on

        await ada.EvaluateAsync("() => window.upgraded[0].close()");
        await ada.WaitForFunctionAsync("() => window.upgraded.length === 2");
        await ada.UntilConnectedAsync();
        await SayAsync(ada, "Back");
        await bob.UntilTextAsync(Texts, "Back");
        await bob.UntilTextAsync(".note", "has left"); // by the id that it had before
        await SayAsync(bob, "Still there?");

        await ada.UntilTextAsync(Texts, "Still there?");
        Assert.DoesNotContain(await ada.TextsAsync(".note"), note => note.Contains("has left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_room_is_the_same_as_that_of_the_other_chat()
    {
        await using var server = new LiveFeedServer();
        var socketIo = await EnterAsync(server.Address, "Ada");
        var webSocket = await chromium.OpenExampleAsync(server.Address, "chat/?name=Bob&room=general");
        await webSocket.Locator("#text").WaitForAsync();

        await SayAsync(webSocket, "from a WebSocket");
        await SayAsync(socketIo, "from Socket.IO");

        await socketIo.UntilTextAsync(Texts, "from a WebSocket");
        await socketIo.UntilTextAsync(".who", "Bob");
        await webSocket.UntilTextAsync(".who", "Ada");
    }

    [Fact]
    public async Task A_room_is_isolated_from_another()
    {
        await using var server = new LiveFeedServer();
        var (ada, bob) = (await EnterAsync(server.Address, "Ada"), await EnterAsync(server.Address, "Bob", "other"));
        await SayAsync(bob, "in the other room");
        await bob.UntilTextAsync(Texts, "in the other room");
        await SayAsync(ada, "in general");
        await ada.UntilTextAsync(Texts, "in general");
        Assert.Equal(["in general"], await ada.TextsAsync(Texts));
    }

    [Fact]
    public async Task A_wrong_token_is_told()
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));
        var page = await chromium.OpenAsync(
            server.Address, "/examples/socketio-chat/?name=Eve&room=general&access_token=none");
        await page.UntilTextAsync(".fault", "Authentication error");
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<IPage> EnterAsync(Uri service, string name, string room = "general")
    {
        var page = await chromium.OpenExampleAsync(service, $"socketio-chat/?name={name}&room={room}");
        await page.Locator("#text").WaitForAsync();
        return page;
    }
}

using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>The call under <c>/examples/call/</c>, with the browser's own test picture for a camera.</summary>
public sealed class CallExampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Connected = ".tile[data-state=connected]";

    private const string Plays = """
        () => {
          const video = document.querySelector('.tile[data-state=connected] video');
          return video !== null && video.videoWidth > 0 && video.currentTime > 0;
        }
        """;

    [Fact]
    public async Task Two_pages_see_each_other_and_words_go_from_one_to_the_other_past_the_service()
    {
        await using var server = new LiveFeedServer();
        var ada = await EnterAsync(server.Address, "Ada&camera=on");
        var bob = await EnterAsync(server.Address, "Bob&camera=on");

        foreach (var page in (IPage[])[ada, bob])
        {
            await page.WaitForFunctionAsync(Plays);
        }

        await SayAsync(ada, "hello Bob");
        await bob.UntilTextAsync("#talk p", "Ada hello Bob");
        await SayAsync(bob, "hello Ada");
        await ada.UntilTextAsync("#talk p", "Bob hello Ada");
        await ada.UntilTextAsync("#people", "In lobby with Bob.");
        var topics = await server.Http.GetJsonAsync("/topics?pattern=rooms/**");
        Assert.Equal(
            ["rooms/call-lobby/members"],
            topics.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("topic").GetString()));
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Who_leaves_or_reloads_is_another_picture()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        var ada = await EnterAsync(server.Address, "Ada&camera=on");
        var bob = await EnterAsync(server.Address, "Bob&camera=on");
        await ada.UntilCountAsync(Connected, 1);

        await bob.ReloadAsync();
        await bob.WaitForFunctionAsync(Plays);
        await ada.UntilCountAsync(".tile", 2);
        await ada.WaitForFunctionAsync(Plays);

        await bob.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Leave" }).ClickAsync();
        await ada.UntilCountAsync(".tile", 1);
        await ada.UntilTextAsync("#people", "Nobody else is in lobby yet.");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Who_is_refused_the_camera_is_told_so_and_can_write_and_see_and_turn_it_on_later()
    {
        await using var server = new LiveFeedServer();
        var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync("""
            const { getUserMedia } = MediaDevices.prototype;
            window.isRefused = true;
            MediaDevices.prototype.getUserMedia = function (...wanted) {
              return window.isRefused
                ? Promise.reject(new DOMException('refused', 'NotAllowedError'))
                : getUserMedia.apply(this, wanted);
            };
            """);
        var ada = await Chromium.OpenTabAsync(profile, server.Address, "/examples/call/?name=Ada&call=lobby&camera=on");
        await ada.UntilTextAsync(".fault", "the browser may not use it");
        var bob = await EnterAsync(server.Address, "Bob&camera=on");

        await ada.WaitForFunctionAsync(Plays);
        await bob.UntilCountAsync(Connected, 1);
        await SayAsync(ada, "no camera");
        await bob.UntilTextAsync("#talk p", "Ada no camera");

        await ada.EvaluateAsync("() => { window.isRefused = false }");
        await ada.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Turn camera on" }).ClickAsync();
        await bob.WaitForFunctionAsync(Plays);
    }

    private async Task<IPage> EnterAsync(Uri service, string name)
    {
        var page = await chromium.OpenExampleAsync(service, $"call/?name={name}&call=lobby");
        await page.WaitForFunctionAsync("() => !document.querySelector('#people').textContent.startsWith('Asking')");
        return page;
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }
}

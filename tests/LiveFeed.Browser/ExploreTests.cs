using System.Collections.Concurrent;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>The page of all topics, as a person sees it who posts a first number.</summary>
public sealed class ExploreTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    // The data of the frames shown, newest first.
    private const string Frames = "() => [...document.querySelectorAll('.frames .event-data')].map(row => row.textContent)";

    [Fact]
    public async Task A_first_number_appears_with_its_topic_value_and_chart_and_moves_with_the_next()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore");
        Assert.Contains(
            "/topics/demo/temperature", await page.Locator(".welcome code").InnerTextAsync(), StringComparison.Ordinal);

        await PostAsync(service, "demo/temperature", "21.5");
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.tile-number .figure-number')?.textContent === '21.5'");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.tile-line .uplot canvas').length === 1");
        Assert.Equal("demo/temperature", await page.Locator("h1").InnerTextAsync());
        Assert.Equal("21.5", await Row(page, "demo/temperature").Locator(".tree-value").InnerTextAsync());
        Assert.Equal("true", await Row(page, "demo/temperature").GetAttributeAsync("aria-selected"));
        Assert.EndsWith("/explore?topic=demo/temperature", page.Url, StringComparison.Ordinal);

        await PostAsync(service, "demo/temperature", "22.5");
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.tile-number .figure-number').textContent === '22.5'");
        await page.WaitForFunctionAsync($"() => ({Frames})().join() === '22.5,21.5'");
    }

    [Fact]
    public async Task A_topic_with_a_past_shows_it_and_one_event_is_shown_once()
    {
        await using var service = new LiveFeedServer();
        await service.Http.PublishNumbersAsync("demo/a", 20);
        var page = await OpenAsync(service, "/explore?topic=demo/a");
        await service.Http.PublishNumbersAsync("demo/a", 20, from: 20);

        await page.WaitForFunctionAsync($"() => ({Frames})().length >= 40");

        Assert.Equal(Enumerable.Range(0, 40).Reverse().Select(n => $"{n}"), await page.EvaluateAsync<string[]>(Frames));
    }

    [Fact]
    public async Task An_object_with_numbers_has_a_line_for_each_and_a_chart_for_each_unit()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore?topic=demo/machine");

        await PostAsync(service, "demo/machine", """{"rtt_ms":3,"wait_ms":4,"heapBytes":2048}""");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.tile-line .uplot canvas').length === 2");

        Assert.Equal(["rtt_ms", "wait_ms", "heapBytes"], await page.Locator(".legend-label").AllInnerTextsAsync());
        Assert.Equal(
            ["3 ms", "4 ms", "2.00 KiB"],
            (await page.Locator(".legend-value").AllInnerTextsAsync()).Select(text => text.Replace('\u00a0', ' ')));
    }

    [Fact]
    public async Task A_state_shows_since_when_it_is_so_and_what_was_before()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore?topic=demo/door");

        foreach (var state in (string[])["open", "closed", "open"])
        {
            await PostAsync(service, "demo/door", state);
        }

        await page.WaitForFunctionAsync("() => document.querySelectorAll('.states li').length === 2");
        Assert.Equal("open", await page.Locator(".tile-states .figure-number").InnerTextAsync());
        Assert.EndsWith("closed", await page.Locator(".states li").First.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_drawn_is_a_list_and_shows_as_text()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore?topic=demo/hostile");
        const string Hostile = "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>";

        await PostAsync(service, "demo/hostile", Hostile);
        await page.Locator(".frames summary").ClickAsync();
        await page.Locator(".frame-pretty").GetByText("onerror").WaitForAsync();

        Assert.Equal(0, await page.Locator(".auto-tiles > *:visible, .frames img, .tree script").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => window.harmed === undefined"));
    }

    [Fact]
    public async Task The_space_bar_pauses_the_stream_and_counts_what_came_until_it_goes_on()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore?topic=demo/a");
        await PostAsync(service, "demo/a", "1");
        await page.WaitForFunctionAsync($"() => ({Frames})().join() === '1'");

        await page.Keyboard.PressAsync("Space");
        await PostAsync(service, "demo/a", "2");
        await PostAsync(service, "demo/a", "3");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Resume (2 new)" }).WaitForAsync();
        Assert.Equal(["1"], await page.EvaluateAsync<string[]>(Frames));

        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync($"() => ({Frames})().join() === '3,2,1'");
    }

    [Fact]
    public async Task The_commands_follow_from_the_newest_event_and_post_it_again()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore?topic=demo/a");
        var origin = service.Address.GetLeftPart(UriPartial.Authority);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await PostAsync(service, "demo/a", """{"it":"o'clock"}""");
        await page.Locator(".frames li").WaitForAsync();
        var position = await page.Locator(".frames .frame-id").InnerTextAsync();

        Assert.Equal($"curl -N -H 'Last-Event-ID: {position}' '{origin}/events?topic=demo/a'", await CopyAsync(page, 0));
        Assert.Equal($$"""curl -d '{"it":"o'\''clock"}' {{origin}}/topics/demo/a""", await CopyAsync(page, 1));
    }

    [Fact]
    public async Task The_filter_shows_the_frames_that_contain_a_text_and_clear_takes_all_away()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(service, "/explore?topic=demo/**");
        await PostAsync(service, "demo/a", "apple");
        await PostAsync(service, "demo/b", "pear");
        await page.WaitForFunctionAsync($"() => ({Frames})().length === 2");

        await page.GetByLabel("Filter frames by text").FillAsync("APP");
        await page.WaitForFunctionAsync($"() => ({Frames})().join() === 'apple'");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Clear" }).ClickAsync();
        await page.WaitForFunctionAsync($"() => ({Frames})().length === 0");
    }

    [Fact]
    public async Task The_tree_is_walked_and_a_topic_chosen_by_the_keyboard()
    {
        await using var service = new LiveFeedServer();
        await PostAsync(service, "demo/b", "2");
        await PostAsync(service, "demo/a", "1");
        await PostAsync(service, "metrics/mine", "3");
        var page = await OpenAsync(service, "/explore?topic=demo/b");
        await Row(page, "demo/a").WaitForAsync();
        Assert.Equal(0, await Row(page, "metrics/mine").CountAsync());

        await page.Locator(".tree").FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.querySelector('h1').textContent === 'demo/a'");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowRight");
        await Row(page, "metrics/mine").WaitForAsync();

        await page.GoBackAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('h1').textContent === 'demo/b'");
    }

    [Fact]
    public async Task With_thousands_of_topics_the_page_has_only_the_rows_in_sight_and_one_stream()
    {
        await using var service = new LiveFeedServer();
        for (var batch = 0; batch < 5; batch++)
        {
            var events = Enumerable.Range(batch * 1_000, 1_000).Select(n => $$"""{"topic":"many/{{n}}","data":{{n}}}""");
            await service.Http.PublishAsync($"[{string.Join(',', events)}]");
        }

        var page = await OpenAsync(service, "/explore?topic=many/4999");
        await page.WaitForFunctionAsync("() => parseInt(document.querySelector('.tree-space').style.height) > 5000");
        Assert.InRange(await page.Locator(".tree-row").CountAsync(), 10, 100);

        await Row(page, "many/4999").WaitForAsync(); // what the address names is in sight

        await page.Locator(".tree").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Row(page, "many/4999").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await page.Keyboard.PressAsync("End");
        await Row(page, "many/4999").WaitForAsync();
        Assert.Equal(1, (await service.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength());
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1280)]
    [InlineData(3840)]
    public async Task Explore_fits_the_width_of_every_screen_and_the_browser_finds_no_fault(int width)
    {
        await using var service = new LiveFeedServer();
        var complaints = new ConcurrentQueue<string>();
        await PostAsync(service, "demo/a", "1");
        var page = await OpenAsync(
            service,
            "/explore",
            new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } },
            complaints);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.tile-line .uplot canvas').length === 1");

        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.True(complaints.IsEmpty, string.Join('\n', complaints));
    }

    [Fact]
    public async Task A_topic_that_nothing_came_to_says_how_to_post_to_it_also_on_a_phone()
    {
        await using var service = new LiveFeedServer();
        var page = await OpenAsync(
            service,
            "/explore?topic=demo/new",
            new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 320, Height = 640 } });

        var command = await page.Locator(".auto-tiles code").InnerTextAsync();

        Assert.Equal($"curl -d 21.5 {service.Address.GetLeftPart(UriPartial.Authority)}/topics/demo/new", command);
        Assert.Equal(320, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    private static ILocator Row(IPage page, string topic) => page.Locator($".tree-row[title='{topic}']:visible");

    private static async Task<string> CopyAsync(IPage page, int command)
    {
        await page.Locator(".commands .copy").Nth(command).ClickAsync();
        await page.Locator(".commands .copy").Nth(command).GetByText("Copied").WaitForAsync();
        return await page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
    }

    private static async Task PostAsync(LiveFeedServer service, string topic, string data)
    {
        using var response = await service.Http.PostToTopicAsync(topic, data, "application/x-www-form-urlencoded");
        response.EnsureSuccessStatusCode();
    }

    private async Task<IPage> OpenAsync(
        LiveFeedServer service,
        string path,
        BrowserNewContextOptions? options = null,
        ConcurrentQueue<string>? complaints = null)
    {
        var page = await chromium.OpenAsync(service.Address, path, options, complaints);
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

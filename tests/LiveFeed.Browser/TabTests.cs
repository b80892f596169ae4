using System.Globalization;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Several tabs of one browser, which have one stream in common.</summary>
public sealed class TabTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";
    private const string IsAway = "() => document.querySelector('.badge').dataset.state === 'reconnecting'";

    // The rows of the event list that came from these tests, oldest first.
    private const string Numbers = """
        () => [...document.querySelectorAll('.event-data')].map(row => row.textContent)
          .filter(text => /^\d+$/.test(text)).reverse()
        """;

    private const string AnyBrowser = "/* as it is */";

    // A browser without shared workers: there one of the tabs has the stream.
    private const string NoWorker = "delete window.SharedWorker";

    [Fact]
    public async Task Ten_tabs_of_three_pages_are_live_by_one_connection()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        await using var profile = await chromium.NewProfileAsync();
        string[] paths = ["/boards/events", "/boards/host", "/explore"];
        for (var i = 0; i < 10; i++)
        {
            var tab = await Chromium.OpenTabAsync(profile, service.Address, paths[i % paths.Length]);
            await tab.WaitForFunctionAsync(IsLive);
        }

        await service.Http.PublishNumbersAsync("demo/a", 1);
        foreach (var tab in profile.Pages)
        {
            await tab.WaitForFunctionAsync(
                tab.Url.EndsWith("host", StringComparison.Ordinal)
                    ? IsLive
                    : "() => document.body.innerText.includes('demo/a')");
        }

        await Deadline.UntilAsync(async () => await ConnectionsAsync(service) == 1, "there is one connection");
    }

    [Theory]
    [InlineData(AnyBrowser)]
    [InlineData(NoWorker, Traits = ["length", "long"])]
    public async Task Tabs_that_come_and_go_lose_nothing_and_get_nothing_twice(string script)
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        await using var profile = await OpenProfileAsync(script);
        var tabs = await OpenAsync(profile, service, 3);
        await Deadline.UntilAsync(async () => await ConnectionsAsync(service) == 1, "there is one connection");

        // The first is the one that has the stream where there are no workers.
        for (var i = 0; i < 2; i++)
        {
            await service.Http.PublishNumbersAsync("demo/a", 10, from: i * 20);
            await tabs[i].CloseAsync();
            await service.Http.PublishNumbersAsync("demo/a", 10, from: (i * 20) + 10);
        }

        await service.Http.PublishNumbersAsync("demo/a", 1, from: 40);
        await HasNumbersAsync(tabs[2], 41);
        await Deadline.UntilAsync(async () => await ConnectionsAsync(service) == 1, "there is one connection");
    }

    [Theory]
    [InlineData(AnyBrowser, Traits = ["length", "long"])]
    [InlineData(NoWorker, Traits = ["length", "long"])]
    public async Task A_killed_service_shows_in_every_tab_and_afterwards_each_has_every_event_once(string script)
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        await using var profile = await OpenProfileAsync(script);
        var tabs = await OpenAsync(profile, service, 3);
        await service.Http.PublishNumbersAsync("demo/a", 20);

        service.Kill();
        await Task.WhenAll(tabs.Select(tab => tab.WaitForFunctionAsync(IsAway)));
        await service.RestartAsync();
        await service.Http.PublishNumbersAsync("demo/a", 20, from: 20);

        foreach (var tab in tabs)
        {
            await HasNumbersAsync(tab, 40);
            await tab.WaitForFunctionAsync(IsLive);
        }

        Assert.Equal(1, await ConnectionsAsync(service));
    }

    [Fact]
    public async Task While_the_tab_that_has_the_stream_is_frozen_another_one_has_it()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        await using var profile = await OpenProfileAsync(NoWorker);
        var tabs = await OpenAsync(profile, service, 3);
        await service.Http.PublishNumbersAsync("demo/a", 10);
        await HasNumbersAsync(tabs[2], 10);

        var first = await profile.NewCDPSessionAsync(tabs[0]);
        await SetAsync("frozen");
        await service.Http.PublishNumbersAsync("demo/a", 10, from: 10);
        await HasNumbersAsync(tabs[1], 20);
        await HasNumbersAsync(tabs[2], 20);
        await SetAsync("active");

        await HasNumbersAsync(tabs[0], 20);
        await Deadline.UntilAsync(async () => await ConnectionsAsync(service) == 1, "there is one connection");

        Task SetAsync(string state) =>
            first.SendAsync("Page.setWebLifecycleState", new Dictionary<string, object> { ["state"] = state });
    }

    private async Task<IBrowserContext> OpenProfileAsync(string script)
    {
        var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync(script);
        return profile;
    }

    private static async Task<IPage[]> OpenAsync(IBrowserContext profile, ServiceProcess service, int count)
    {
        var tabs = new IPage[count];
        for (var i = 0; i < count; i++)
        {
            tabs[i] = await Chromium.OpenTabAsync(profile, service.Address, "/boards/events");
            await tabs[i].WaitForFunctionAsync(IsLive);
        }

        return tabs;
    }

    private static async Task HasNumbersAsync(IPage tab, int count)
    {
        await tab.WaitForFunctionAsync($"() => ({Numbers})().length >= {count}");
        Assert.Equal(
            Enumerable.Range(0, count).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            await tab.EvaluateAsync<string[]>(Numbers));
    }

    private static async Task<int> ConnectionsAsync(ServiceProcess service) =>
        (await service.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength();

    private static Task<ServiceProcess> StartAsync(TempFolder folder) => ServiceProcess.StartAsync(
        $"--LiveFeed:Log:Path={folder.File("feed.db")}",
        "--LiveFeed:Log:Durability=commit",
        "--LiveFeed:Metrics:Enabled=false",
        "--LiveFeed:Delivery:Retry=00:00:00.100");
}

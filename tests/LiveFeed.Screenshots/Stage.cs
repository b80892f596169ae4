using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Screenshots;

/// <summary>The service of one example's pictures, and the pages of the people who are in them.</summary>
internal sealed class Stage(IBrowser browser, ServiceProcess service) : IAsyncDisposable
{
    private readonly List<IBrowserContext> _profiles = [];

    /// <summary>By the name of who has it open.</summary>
    internal Dictionary<string, IPage> Pages { get; } = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var profile in _profiles)
        {
            await profile.CloseAsync();
        }

        service.Dispose();
    }

    internal static async Task<Stage> SetAsync(IBrowser browser) =>
        new(browser, await ServiceProcess.StartAsync("--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false"));

    internal async Task<IPage> OpenAsync(string who, string path, string settled) =>
        Pages[who] = await OpenAsync(who, path, settled, new BrowserNewContextOptions());

    /// <param name="who">It is the same person each time, also in another profile.</param>
    /// <param name="path">Below <c>/examples/</c>.</param>
    /// <param name="settled">A selector of what is there when the page has something to show.</param>
    /// <param name="options">Of the profile.</param>
    internal async Task<IPage> OpenAsync(string who, string path, string settled, BrowserNewContextOptions options)
    {
        var profile = await browser.NewContextAsync(options);
        _profiles.Add(profile);
        await profile.AddInitScriptAsync($"sessionStorage.setItem('livefeed.tab', '{who}')");
        var page = await profile.NewPageAsync();
        var address = new UriBuilder(service.Address) { Host = "localhost" }.Uri;
        await page.GotoAsync(new Uri(address, $"/examples/{path}").ToString());
        await page.Locator(settled).First.WaitForAsync(
            new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        return page;
    }

    internal async Task PublishAsync(string lines)
    {
        using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await service.Http.PostAsync(new Uri("/events", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }
}

using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>One real Chromium for a class of tests: an installed one, never one that is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _test;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("LIVEFEED_CHROMIUM") is { Length: > 0 } given ? given : Usual.FirstOrDefault(File.Exists);
        Assert.True(path is not null, "These tests need Chromium (apt-get install chromium), or LIVEFEED_CHROMIUM with its path.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page with a profile of its own, that fails its test when a script of it fails.</summary>
    /// <param name="address">The service's.</param>
    /// <param name="path">Of the page.</param>
    /// <param name="options">As the browser's own.</param>
    /// <param name="complaints">Gets what the browser finds fault with, from the first byte on.</param>
    internal async Task<IPage> OpenAsync(
        Uri address, string path, BrowserNewPageOptions? options = null, ConcurrentQueue<string>? complaints = null)
    {
        await CloseEarlierAsync();
        var page = await _browser!.NewPageAsync(options ?? new BrowserNewPageOptions());
        return await ShowAsync(page, address, path, complaints);
    }

    /// <summary>A profile, whose pages are tabs of one browser to a service.</summary>
    internal async Task<IBrowserContext> NewProfileAsync()
    {
        await CloseEarlierAsync();
        return await _browser!.NewContextAsync();
    }

    /// <summary>A tab of a profile, that fails its test when a script of it fails.</summary>
    internal static async Task<IPage> OpenTabAsync(IBrowserContext profile, Uri address, string path) =>
        await ShowAsync(await profile.NewPageAsync(), address, path, complaints: null);

    // Pages that earlier tests of the class left open go on drawing, and take the processor from this one's.
    private async Task CloseEarlierAsync()
    {
        var test = TestContext.Current.Test?.UniqueID;
        if (test == _test)
        {
            return;
        }

        _test = test;
        foreach (var context in _browser!.Contexts.ToArray())
        {
            await context.CloseAsync();
        }
    }

    private static async Task<IPage> ShowAsync(IPage page, Uri address, string path, ConcurrentQueue<string>? complaints)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints?.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => throw new InvalidOperationException($"a script failed: {error}");
        await page.GotoAsync(new Uri(address, path).ToString());
        return page;
    }
}

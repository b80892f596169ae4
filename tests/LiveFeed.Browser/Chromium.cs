using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>
/// A class's share of the one Chromium. It has profiles of its own; each is gone when the next test of the class begins.
/// </summary>
public sealed class Chromium(ChromiumProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<IBrowserContext> _profiles = [];
    private string? _test;

    public async ValueTask DisposeAsync() => await CloseProfilesAsync();

    /// <summary>A page with a profile of its own, that fails its test when a script of it fails.</summary>
    /// <param name="address">The service's.</param>
    /// <param name="path">Of the page.</param>
    /// <param name="options">As the browser's own.</param>
    /// <param name="complaints">Gets what the browser finds fault with, from the first byte on.</param>
    internal async Task<IPage> OpenAsync(
        Uri address, string path, BrowserNewContextOptions? options = null, ConcurrentQueue<string>? complaints = null)
    {
        var profile = await NewProfileAsync(options);
        return await ShowAsync(await profile.NewPageAsync(), address, path, complaints);
    }

    /// <summary>A profile, whose pages are tabs of one browser to a service.</summary>
    internal async Task<IBrowserContext> NewProfileAsync(BrowserNewContextOptions? options = null)
    {
        // Pages that earlier tests of the class left open go on drawing, and take the processor from this one's.
        var test = TestContext.Current.Test?.UniqueID;
        if (test != _test)
        {
            _test = test;
            await CloseProfilesAsync();
        }

        var profile = await process.Browser.NewContextAsync(options);
        _profiles.Add(profile);
        return profile;
    }

    /// <summary>A tab of a profile, that fails its test when a script of it fails.</summary>
    internal static async Task<IPage> OpenTabAsync(IBrowserContext profile, Uri address, string path) =>
        await ShowAsync(await profile.NewPageAsync(), address, path, complaints: null);

    private async Task CloseProfilesAsync()
    {
        foreach (var profile in _profiles)
        {
            try
            {
                await profile.CloseAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                // Chromium may never answer where a page is on its way to another: this profile ends with the process.
            }
        }

        _profiles.Clear();
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
        ScriptFaults.Watch(page);
        await page.GotoAsync(new Uri(address, path).ToString());
        return page;
    }
}

using LiveFeed.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ChromiumProcess))]

namespace LiveFeed.Browser;

/// <summary>One real Chromium for all tests: an installed one, never one that is downloaded.</summary>
public sealed class ChromiumProcess : IAsyncLifetime
{
    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("LIVEFEED_CHROMIUM") is { Length: > 0 } given
            ? given
            : Usual.FirstOrDefault(File.Exists);
        Assert.True(
            path is not null, "These tests need Chromium (apt-get install chromium), or LIVEFEED_CHROMIUM with its path.");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

using LiveFeed.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(ChromiumProcess))]

namespace LiveFeed.Browser;

/// <summary>One real Chromium for all tests.</summary>
public sealed class ChromiumProcess : IAsyncLifetime
{
    private IPlaywright? _playwright;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await InstalledChromium.LaunchAsync(_playwright);
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

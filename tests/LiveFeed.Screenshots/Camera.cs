using LiveFeed.Browser;
using Microsoft.Playwright;

namespace LiveFeed.Screenshots;

/// <summary>An installed Chromium that opens pages and takes pictures of them when they have something to show.</summary>
internal sealed class Camera : IAsyncDisposable
{
    // Until there is no tile that waits, but not for ever: a board's producer need not run here.
    private const float Patience = 4_000;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    // What is out of sight is not drawn.
    private const string IsFull = """
        () => [...document.querySelectorAll('.is-filling, .is-empty')]
            .every(tile => tile.getBoundingClientRect().top > innerHeight)
          && (document.querySelector('.explorer') === null || document.querySelector('.selection .event-data') !== null)
        """;

    // What was asked for in this moment is on the screen two frames later.
    private const string IsDrawn =
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Camera(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    internal static async Task<Camera> OpenAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Camera(playwright, await InstalledChromium.LaunchAsync(playwright));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    internal async Task TakeAsync(Uri address, Screen screen, ColorScheme scheme, string file)
    {
        var page = await _browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = screen.Size, ColorScheme = scheme });
        await page.GotoAsync(address.ToString());
        await page.WaitForFunctionAsync(IsLive);
        try
        {
            await page.WaitForFunctionAsync(IsFull, null, new PageWaitForFunctionOptions { Timeout = Patience });
        }
        catch (TimeoutException)
        {
            Console.WriteLine($"{file}: a tile has nothing to show");
        }

        await page.EvaluateAsync(IsDrawn);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        await page.CloseAsync();
    }

    /// <summary>Takes a picture of an example, with all who are in it.</summary>
    internal async Task TakeAsync(ExampleScene scene, Screen screen, ColorScheme scheme, string file)
    {
        // A stage of its own: who was on the picture before would still be there.
        await using var stage = await Stage.SetAsync(_browser);
        await scene.Enter(stage);
        var options = new BrowserNewContextOptions { ViewportSize = screen.Size, ColorScheme = scheme };
        var page = await stage.OpenAsync("ada", scene.Path, scene.Settled, options);
        await scene.Act(stage, page);
        await page.EvaluateAsync(IsDrawn);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>The Chromium of this machine: one that is installed, never one that is downloaded.</summary>
internal static class InstalledChromium
{
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal static async Task<IBrowser> LaunchAsync(IPlaywright playwright) => await playwright.Chromium.LaunchAsync(
        new BrowserTypeLaunchOptions
        {
            ExecutablePath = await FindAsync(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                // A camera that shows a test picture, and that every page may use.
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            ],
        });

    private static async Task<string> FindAsync([CallerFilePath] string here = "")
    {
        var script = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../find-chromium.sh"));
        using var search = Process.Start(
            new ProcessStartInfo(script) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = search.StandardError.ReadToEndAsync();
        var path = await search.StandardOutput.ReadToEndAsync();
        await search.WaitForExitAsync();
        return search.ExitCode == 0 ? path.Trim() : throw new InvalidOperationException((await errors).Trim());
    }
}

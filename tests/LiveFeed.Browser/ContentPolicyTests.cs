using System.Collections.Concurrent;
using LiveFeed.Tests.Support;

namespace LiveFeed.Browser;

/// <summary>The pages under their content security policies.</summary>
public sealed class ContentPolicyTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    [Theory]
    [InlineData("/")]
    [InlineData("/boards/events")]
    public async Task A_board_draws_and_is_live_and_the_browser_finds_no_fault(string path)
    {
        using var service = await StartAsync();
        var complaints = new ConcurrentQueue<string>();
        var page = await chromium.OpenAsync(service.Address, path, complaints: complaints);

        await page.WaitForFunctionAsync(IsLive);
        await page.WaitForFunctionAsync(
            "() => document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0");
        await page.WaitForFunctionAsync(
            "path => path !== '/' || document.querySelectorAll('.uplot canvas').length >= 4", path);

        Assert.True(complaints.IsEmpty, string.Join('\n', complaints));
    }

    [Fact]
    public async Task The_API_page_draws_and_sends_requests_and_the_browser_finds_no_fault()
    {
        using var service = await StartAsync();
        var complaints = new ConcurrentQueue<string>();
        var page = await chromium.OpenAsync(service.Address, "/swagger/index.html", complaints: complaints);

        await page.Locator("#operations-Look-ListTopics .opblock-summary-control").ClickAsync();
        await page.Locator("#operations-Look-ListTopics .try-out__btn").ClickAsync();
        await page.Locator("#operations-Look-ListTopics .execute").ClickAsync();

        await page.WaitForFunctionAsync(
            "() => document.querySelector('.live-responses-table tbody .response-col_status')?.innerText.startsWith('200')");
        foreach (var hidden in (string[])[".topbar", ".servers"])
        {
            Assert.Equal(
                "none",
                await page.EvaluateAsync<string>(
                    "selector => getComputedStyle(document.querySelector(selector)).display", hidden));
        }

        Assert.True(complaints.IsEmpty, string.Join('\n', complaints));
    }

    [Fact]
    public async Task A_script_that_is_none_of_the_files_does_not_run()
    {
        using var service = await StartAsync();
        var complaints = new ConcurrentQueue<string>();
        var page = await chromium.OpenAsync(service.Address, "/", complaints: complaints);
        await page.WaitForFunctionAsync(IsLive); // all its own scripts are there

        await page.EvaluateAsync("""
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.injected = true';
              document.body.append(script);
            }
            """);

        Assert.False(await page.EvaluateAsync<bool>("() => window.injected === true"));
        await Deadline.UntilAsync(
            () => complaints.Any(text => text.Contains("Content Security Policy", StringComparison.Ordinal)),
            "the browser says so");
    }

    private static Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync("--LiveFeed:Log:Provider=memory");
}

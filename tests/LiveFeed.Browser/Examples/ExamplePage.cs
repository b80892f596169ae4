using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>What the tests of the examples do with their pages.</summary>
internal static class ExamplePage
{
    private const string IsConnected = "() => document.querySelector('.status')?.dataset.state === 'connected'";

    // As a person would who is very quick.
    private const string SayMany = """
        ([name, count]) => {
          const input = document.querySelector('#text');
          for (let i = 0; i < count; i++) {
            input.value = `${name} ${i}`;
            input.form.requestSubmit();
          }
        }
        """;

    /// <summary>A page with a profile of its own, which the service has answered.</summary>
    internal static async Task<IPage> OpenExampleAsync(
        this Chromium chromium, Uri service, string example, BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenAsync(service, $"/examples/{example}", options);
        await page.WaitForFunctionAsync(IsConnected);
        return page;
    }

    internal static Task UntilConnectedAsync(this IPage page) => page.WaitForFunctionAsync(IsConnected);

    /// <summary>Says the name with a number from 0 on, so many times, in the page of a chat.</summary>
    internal static Task SayManyAsync(this IPage page, string name, int count) =>
        page.EvaluateAsync(SayMany, new object[] { name, count });

    /// <summary>Waits until a text is in what the selector names.</summary>
    internal static Task UntilTextAsync(this IPage page, string selector, string text) => page.WaitForFunctionAsync(
        "([selector, text]) => [...document.querySelectorAll(selector)].some(one => one.textContent.includes(text))",
        new[] { selector, text });

    internal static Task<string[]> TextsAsync(this IPage page, string selector) => page.EvaluateAsync<string[]>(
        "selector => [...document.querySelectorAll(selector)].map(one => one.textContent)", selector);

    internal static Task UntilCountAsync(this IPage page, string selector, int count) => page.WaitForFunctionAsync(
        "([selector, count]) => document.querySelectorAll(selector).length === Number(count)",
        new[] { selector, count.ToString(System.Globalization.CultureInfo.InvariantCulture) });
}

using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>What axe-core finds on a page.</summary>
internal static class Axe
{
    // It does not look into frames: the gallery's frame is a board, which is tested by itself and repeats the page's
    // landmarks.
    private const string FindFaults = """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const options = { iframes: false, resultTypes: ['violations'], runOnly: { type: 'tag', values: tags } };
          const { violations } = await axe.run(options);
          return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html}`));
        }
        """;

    /// <summary>For a profile's pages, once. To add it for each look would take longer than the look.</summary>
    internal static string Script { get; } = new BundledAxeScriptProvider().GetScript();

    internal static async Task ExpectNoFaultAsync(IPage page)
    {
        var faults = await page.EvaluateAsync<string[]>(FindFaults);
        Assert.True(faults.Length == 0, $"{page.Url}\n{string.Join('\n', faults)}");
    }
}

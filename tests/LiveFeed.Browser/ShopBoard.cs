using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>A board in a folder of its own, which tests edit.</summary>
internal static class ShopBoard
{
    internal const string Text = """
        {
          "title": "Shop",
          "tiles": [
            { "type": "number", "title": "Rate", "topics": ["shop/rate"] },
            { "type": "number", "title": "Stock", "topics": ["shop/stock"] },
            { "type": "clock", "title": "Time" }
          ]
        }
        """;

    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    internal static void Save(TempFolder folder, string text, string name = "shop")
    {
        Directory.CreateDirectory(folder.File("boards"));
        File.WriteAllText(folder.File($"boards/{name}.json"), text);
    }

    internal static string Read(TempFolder folder, string name = "shop") =>
        File.ReadAllText(folder.File($"boards/{name}.json"));

    /// <summary>The service in this process, which starts in a fraction of the time that one of its own takes.</summary>
    internal static LiveFeedServer Start(TempFolder folder, params (string Key, string Value)[] settings)
    {
        Save(folder, Text);
        return new LiveFeedServer([("Boards:Path", folder.File("boards")), .. settings]);
    }

    internal static async Task<IPage> OpenAsync(Chromium chromium, Uri address, BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenAsync(address, "/boards/shop", options);
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

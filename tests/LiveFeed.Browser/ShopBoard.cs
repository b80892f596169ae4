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

    internal static string Read(TempFolder folder, string name = "shop") => File.ReadAllText(folder.File($"boards/{name}.json"));

    internal static Task<ServiceProcess> StartAsync(TempFolder folder, params string[] settings)
    {
        Save(folder, Text);
        var path = $"--LiveFeed:Boards:Path={folder.File("boards")}";
        return ServiceProcess.StartAsync(["--LiveFeed:Log:Provider=memory", "--LiveFeed:Metrics:Enabled=false", path, .. settings]);
    }

    internal static async Task<IPage> OpenAsync(Chromium chromium, ServiceProcess service, BrowserNewContextOptions? options = null)
    {
        var page = await chromium.OpenAsync(service.Address, "/boards/shop", options);
        await page.WaitForFunctionAsync(IsLive);
        return page;
    }
}

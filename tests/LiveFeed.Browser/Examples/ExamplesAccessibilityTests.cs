using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>What axe-core finds on the examples, and whether they fit a phone.</summary>
public sealed class ExamplesAccessibilityTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Long = new('m', 40);

    private static readonly string Events = $$$"""
        [{"topic":"rooms/{{{Long}}}",
          "data":{"userId":"{{{Long}}}","username":"{{{Long}}}","content":"{{{Long}}}{{{Long}}}"}},
         {"topic":"examples/notifications/{{{Long}}}","event":"notice",
          "data":{"text":"{{{Long}}}{{{Long}}}","from":"{{{Long}}}"}},
         {"topic":"examples/cursors/{{{Long}}}","event":"text","data":{"note":0,"text":"{{{Long}}}","by":"{{{Long}}}"}},
         {"topic":"examples/track/a","event":"position","data":{"id":"a","name":"{{{Long}}}","from":"{{{Long}}}",
          "to":"{{{Long}}}","longitude":179,"latitude":-50,"progress":0.5}}]
        """;

    [Theory]
    [InlineData(320, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light, Traits = ["length", "long"])]
    [InlineData(1280, ColorScheme.Dark, Traits = ["length", "long"])]
    public async Task No_example_has_a_fault_before_and_after_one_goes_in_and_each_fits_the_width(
        int width, ColorScheme scheme)
    {
        await using var server = new LiveFeedServer();
        var page = await OpenAsync(server.Address, width, scheme);

        foreach (var (path, settled) in Pages())
        {
            await server.Http.PublishAsync(Events); // anew: a flight that has not moved for a while is gone
            await page.GotoAsync(new Uri(server.Address, $"/examples/{path}").ToString());
            await page.Locator(settled).First.WaitForAsync();
            await Axe.ExpectNoFaultAsync(page);
            var needed = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.True(needed == width, $"{page.Url} needs {needed} pixels");
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark, Traits = ["length", "long"])]
    public async Task A_page_that_has_lost_the_service_and_tells_of_a_problem_has_no_fault(ColorScheme scheme)
    {
        await using var server = new LiveFeedServer(("Access:Anonymous", "none"));
        var page = await OpenAsync(server.Address, 390, scheme);
        await page.GotoAsync(new Uri(server.Address, "/examples/chat/?name=Ada&room=general").ToString());

        await page.WaitForFunctionAsync("() => !document.querySelector('.fault').hidden");

        await Axe.ExpectNoFaultAsync(page);
    }

    // Each with what is there when it is settled.
    private static IEnumerable<(string Path, string Settled)> Pages() =>
    [
        ("", ".examples"),
        ("chat/", "#ask"),
        ($"chat/?name={Long}&room={Long}", ".message"),
        ("chat/?name=Ada&room=empty", "#empty"),
        ("socketio-chat/", "#ask"),
        ("socketio-chat/?name=Ada&room=empty", "#empty"),
        ("call/", "#ask"),
        ($"call/?name={Long}&call={Long}&camera=on", "#microphone"),
        ("cursors/", "#ask"),
        ($"cursors/?name={Long}&board={Long}", "#people"),
        ("notifications/", "#ask"),
        ($"notifications/?name={Long}", ".notice"),
        ("track/", ".flight"),
    ];

    private async Task<IPage> OpenAsync(Uri address, int width, ColorScheme scheme)
    {
        var profile = await chromium.NewProfileAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        await profile.AddInitScriptAsync(Axe.Script);
        return await Chromium.OpenTabAsync(profile, address, "/examples/");
    }
}

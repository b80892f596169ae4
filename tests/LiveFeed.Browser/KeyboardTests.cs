using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Boards without a mouse, and in the colours of the reader's system.</summary>
public sealed class KeyboardTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string HasCharts = "() => document.querySelectorAll('.uplot canvas').length >= 4";

    [Fact]
    public async Task The_tab_key_leads_through_every_control_which_shows_it_and_out_again()
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service);
        var controls = await page.EvaluateAsync<int>("""
            () => [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
              .filter(one => one.checkVisibility() && !one.closest('details:not([open]) > :not(summary)')).length
            """);
        var reached = 0;

        for (var isOut = false; !isOut; reached++)
        {
            await page.Keyboard.PressAsync("Tab");
            var seen = await page.EvaluateAsync<string>("""
                () => {
                  const focused = document.activeElement;
                  if (focused === document.body) return 'out';
                  if (focused === document.querySelector('a')) {
                    if (window.began) return 'out';
                    window.began = true;
                    return 'shown';
                  }
                  return getComputedStyle(focused).outlineStyle === 'none' ? focused.outerHTML : 'shown';
                }
                """);
            isOut = seen == "out";
            Assert.True(isOut || seen == "shown", $"the focus cannot be seen: {seen}");
            Assert.InRange(reached, 0, controls + 10);
        }

        Assert.InRange(reached - 1, controls - 1, controls + 10);
    }

    [Fact]
    public async Task The_first_stop_leads_past_the_head_to_the_board()
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service);

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("MAIN", await page.EvaluateAsync<string>("() => document.activeElement.tagName"));
    }

    [Fact]
    public async Task A_chart_says_what_it_shows_and_is_zoomed_by_keys()
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service);
        await page.WaitForFunctionAsync(
            "() => /Network: .*\\d/.test([...document.querySelectorAll('.plot')].map(one => one.ariaLabel).join())");

        await page.Locator(".plot").First.FocusAsync();
        await page.Keyboard.PressAsync("+");
        await page.Locator(".zoom-bar button").WaitForAsync();
        await page.Keyboard.PressAsync("-");

        await page.WaitForFunctionAsync("() => document.querySelector('.zoom-bar').hidden");
    }

    [Fact]
    public async Task In_forced_colours_bars_are_visible_and_borders_have_the_system_colour()
    {
        using var service = await StartAsync();
        var page = await OpenAsync(service);

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        await page.WaitForFunctionAsync("""
            () => {
              const colour = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
              const ground = colour('.tile', 'backgroundColor');
              return colour('.meter-fill', 'backgroundColor') !== ground
                && colour('.tile', 'borderTopColor') === colour('h1', 'color');
            }
            """);
    }

    private async Task<IPage> OpenAsync(ServiceProcess service)
    {
        var page = await chromium.OpenAsync(service.Address, "/boards/host");
        await page.WaitForFunctionAsync(HasCharts);
        return page;
    }

    private static Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync("--LiveFeed:Log:Provider=memory");
}

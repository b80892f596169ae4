using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser.Examples;

/// <summary>The map under <c>/examples/track/</c>.</summary>
public sealed class TrackExampleTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_flight_is_on_every_page_also_on_one_that_comes_later_and_falls_silent_with_its_own()
    {
        await using var server = new LiveFeedServer();
        var (ada, bob) = (await EnterAsync(server.Address), await EnterAsync(server.Address));

        await ada.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start a flight" }).ClickAsync();
        await bob.UntilTextAsync(".flight", "London – New York");
        await bob.UntilCountAsync(".mark", 1);
        const string Left = "() => document.querySelector('.mark').style.left";
        var before = await bob.EvaluateAsync<string>(Left);
        await bob.WaitForFunctionAsync($"before => ({Left})() !== before", before);
        var late = await EnterAsync(server.Address);
        await late.UntilCountAsync(".mark", 1);

        await ada.CloseAsync();
        await bob.UntilTextAsync(".flight.is-lost", "silent for");
    }

    [Fact]
    public async Task The_map_is_drawn_from_data()
    {
        await using var server = new LiveFeedServer();
        var page = await EnterAsync(server.Address);

        var land = await page.EvaluateAsync<string>("() => document.querySelector('#map .land').getAttribute('d')");

        Assert.True(land.Length > 10_000 && !land.Contains("NaN", StringComparison.Ordinal), $"{land.Length}");
    }

    [Fact]
    [Trait("length", "long")]
    public async Task What_anybody_publishes_there_breaks_nothing_and_the_list_is_bounded()
    {
        await using var server = new LiveFeedServer();
        var page = await EnterAsync(server.Address);

        await server.Http.PublishAsync("""
            [{"topic":"examples/track/a","event":"position","data":null},
             {"topic":"examples/track/b","event":"position","data":{"id":"b","longitude":"x","latitude":0,"progress":0}},
             {"topic":"examples/track/c","event":"position","data":{"id":"c","longitude":900,"latitude":0,"progress":0}},
             {"topic":"examples/track/d","event":"position",
              "data":{"id":"d","name":"<b>x","longitude":1,"latitude":2,"progress":0.5}}]
            """);
        await page.UntilTextAsync(".flight", "<b>x");
        Assert.Equal(1, await page.Locator(".flight").CountAsync());
        const string Place = "\"longitude\":1,\"latitude\":2,\"progress\":0.5";
        await server.Http.PublishAsync(string.Join('\n', Enumerable.Range(0, 100).Select(n =>
            $$$"""{"topic":"examples/track/{{{n}}}","event":"position","data":{"id":"{{{n}}}",{{{Place}}} }}""")),
            Posting.Ndjson);

        await page.UntilCountAsync(".flight", 60);
    }

    private async Task<IPage> EnterAsync(Uri service)
    {
        var page = await chromium.OpenExampleAsync(service, "track/");
        await page.Locator("#map .land").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        return page;
    }
}

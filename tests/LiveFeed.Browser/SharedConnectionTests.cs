using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>Pages that use <c>connect()</c> of the service's own library: all tabs have one connection.</summary>
public sealed class SharedConnectionTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string AnyBrowser = "/* as it is */";

    // A browser without shared workers: there one of the tabs has the connection.
    private const string NoWorker = "delete window.SharedWorker";

    private const string Follow = """
        async () => {
          const { connect } = await import('/client/index.js');
          const feed = window.feed = connect({ topics: ['numbers'] });
          window.got = [];
          feed.on('*', ({ topic, data }) => got.push(`${topic} ${data}`));
          await new Promise((resolve) => feed.onStatus(({ state }) => state === 'connected' && resolve()));
        }
        """;

    [Theory]
    [InlineData(AnyBrowser)]
    [InlineData(NoWorker, Traits = ["length", "long"])]
    public async Task Ten_tabs_have_one_connection_and_each_has_every_event_once(string script)
    {
        await using var server = new LiveFeedServer();
        await using var profile = await chromium.NewProfileAsync();
        await profile.AddInitScriptAsync(script);
        var tabs = new List<IPage>();
        for (var i = 0; i < 10; i++)
        {
            tabs.Add(await Chromium.OpenTabAsync(profile, server.Address, "/healthz/live"));
            await tabs[^1].EvaluateAsync(Follow);
        }

        await Deadline.UntilAsync(async () => await ConnectionsAsync(server) == 1, "there is one connection");
        await server.Http.PublishNumbersAsync("numbers", 50);
        await Task.WhenAll(tabs.Select(tab => HasAsync(tab, "numbers", 50)));

        // One of them wants more than the others. Its connection is the one that all have.
        await tabs[3].EvaluateAsync("() => feed.subscribe('more')");
        await server.Http.PublishNumbersAsync("more", 20);
        await HasAsync(tabs[3], "more", 20);
        Assert.Equal(1, await ConnectionsAsync(server));

        // Where there are no workers, the first one has the connection of all.
        await tabs[0].CloseAsync();
        await server.Http.PublishNumbersAsync("numbers", 50, 50);
        await Task.WhenAll(tabs.Skip(1).Select(tab => HasAsync(tab, "numbers", 100)));
        await Deadline.UntilAsync(async () => await ConnectionsAsync(server) == 1, "there is one connection again");
    }

    [Fact]
    public async Task What_the_common_connection_cannot_give_comes_by_a_connection_of_its_own()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishNumbersAsync("older", 10);
        var page = await chromium.OpenAsync(server.Address, "/healthz/live");
        await page.EvaluateAsync(Follow);

        await page.EvaluateAsync("() => feed.subscribe('older', { last: 10 })");

        await HasAsync(page, "older", 10);
        Assert.Equal("websocket", await page.EvaluateAsync<string>("() => feed.status.transport"));
        await server.Http.PublishNumbersAsync("numbers", 10);
        await HasAsync(page, "numbers", 10);
    }

    private static async Task HasAsync(IPage tab, string topic, int count)
    {
        await tab.WaitForFunctionAsync(
            "([topic, count]) => got.filter((one) => one.startsWith(topic)).length >= count", new object[] { topic, count });
        var got = await tab.EvaluateAsync<string[]>("() => got");
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"{topic} {i}"),
            got.Where(one => one.StartsWith(topic, StringComparison.Ordinal)));
    }

    private static async Task<int> ConnectionsAsync(LiveFeedServer server)
    {
        var clients = await server.Http.GetJsonAsync("/clients");
        return clients.GetProperty("clients").GetArrayLength();
    }
}

using System.Diagnostics;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>The library for browsers as its users load it: from the service, without a bundler, and with React.</summary>
public sealed class ClientLibraryTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string JoinAndListen = """
        async ([name, transport]) => {
          const { connect } = await import('/client/index.js');
          const feed = window.feed = connect({ transport });
          const room = window.room = await feed.join('general', { userId: name, username: name });
          window.heard = [];
          room.on('message', ({ username, content }) => window.heard.push(`${username} ${content}`));
        }
        """;

    [Theory]
    [InlineData("websocket", "websocket")]
    [InlineData("websocket", "sse")]
    [InlineData("polling", "sse")]
    public async Task Pages_chat_by_any_transport_and_all_hear_the_same_in_the_same_order(string first, string second)
    {
        await using var server = new LiveFeedServer();
        var (ada, bob) = (await OpenAsync(server), await OpenAsync(server));
        await ada.EvaluateAsync(JoinAndListen, new[] { "ada", first });
        await bob.EvaluateAsync(JoinAndListen, new[] { "bob", second });
        const string Both = "() => room.members.length === 2";
        await Task.WhenAll(ada.WaitForFunctionAsync(Both), bob.WaitForFunctionAsync(Both));

        const string Talk = "() => Promise.all(Array.from({ length: 100 }, (_, i) => room.send(i)))";
        await Task.WhenAll(ada.EvaluateAsync(Talk), bob.EvaluateAsync(Talk));
        const string All = "() => heard.length === 200";
        await Task.WhenAll(ada.WaitForFunctionAsync(All), bob.WaitForFunctionAsync(All));

        var heard = await ada.EvaluateAsync<string[]>("() => heard");
        Assert.Equal(heard, await bob.EvaluateAsync<string[]>("() => heard"));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"ada {i}"), heard.Where(one => one.StartsWith('a')));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"bob {i}"), heard.Where(one => one.StartsWith('b')));
    }

    [Fact]
    public async Task An_element_without_a_build_shows_what_is_there_and_what_comes()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishAsync("""{"topic":"orders/eu","data":{"total":1}}""");
        var page = await OpenAsync(server);
        await page.EvaluateAsync("""
            async () => {
              document.body.innerHTML = '<live-feed topics="orders/eu" value="total" label="Last order"></live-feed>';
              await import('/client/element.js');
            }
            """);
        var value = page.GetByRole(AriaRole.Group, new() { Name = "Last order" }).Locator("[part=value]");
        await Assertions.Expect(value).ToHaveTextAsync("1");

        await server.Http.PublishAsync("""{"topic":"orders/eu","data":{"total":2}}""");

        await Assertions.Expect(value).ToHaveTextAsync("2");
    }

    [Fact]
    public async Task A_page_of_React_in_StrictMode_has_one_connection_for_each_hook_that_opens_one()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        var script = await BundleAsync();
        var (ada, bob) = (await OpenReactAsync(server, "ada", script), await OpenReactAsync(server, "bob", script));
        foreach (var page in new[] { ada, bob })
        {
            await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("connected");
            await Assertions.Expect(page.Locator("#members")).ToHaveTextAsync("ada bob");
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2");
            await Assertions.Expect(page.Locator("#socket")).ToHaveTextAsync("connected");
        }

        await Deadline.UntilAsync(
            async () => (await server.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength() == 4,
            "those that StrictMode undid have left"); // the lists above name each member once, so none is missing

        await server.Http.PublishAsync("""{"topic":"orders/eu","data":{"total":9.5}}""");
        await ada.Locator("#send").ClickAsync();
        await Assertions.Expect(bob.Locator("#total")).ToHaveTextAsync("9.5");
        await Assertions.Expect(bob.Locator("#messages")).ToHaveTextAsync("hello-from-ada");
        await bob.Locator("#type").ClickAsync();
        await Assertions.Expect(ada.Locator("#typing")).ToHaveTextAsync("bob");
        await ada.Locator("#ping").ClickAsync();
        await Assertions.Expect(ada.Locator("#pong")).ToHaveTextAsync("pong");
        await ada.Locator("#disconnect").ClickAsync();
        await Assertions.Expect(ada.Locator("#socket")).ToHaveTextAsync("disconnected");

        await bob.CloseAsync();

        await Assertions.Expect(ada.Locator("#members")).ToHaveTextAsync("ada");
        await Assertions.Expect(ada.Locator("#count")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task What_publishing_needs_is_there_before_the_first_event_which_may_come_without_a_connection()
    {
        await using var server = new LiveFeedServer();
        var page = await OpenAsync(server);
        await page.EvaluateAsync("""
            async () => {
              const { connect } = await import('/client/index.js');
              const feed = window.feed = connect();
              await new Promise(resolve => feed.onStatus(({ state }) => state === 'connected' && resolve()));
            }
            """);
        await page.WaitForFunctionAsync("""
            () => ['publish-queue', 'batch-outcome', 'send-batch', 'queued-event', 'event-id', 'receipt', 'when-connected']
              .every(name => performance.getEntriesByName(`${location.origin}/client/publishing/${name}.js`).length > 0)
            """);
        await page.RouteAsync("**/client/**", route => route.AbortAsync());

        Assert.Equal(1, await page.EvaluateAsync<int>("async () => (await feed.publish({ topic: 't', data: 1 })).accepted"));
    }

    [Theory]
    [InlineData("websocket", "location.reload()")]
    [InlineData("websocket", "location.href = '/healthz/ready'")]
    [InlineData("sse", "location.reload()")]
    [InlineData("polling", "location.href = '/healthz/ready'")]
    public async Task What_a_page_publishes_just_before_it_goes_is_stored_once(string transport, string go)
    {
        await using var server = new LiveFeedServer();
        var page = await OpenAsync(server);
        await page.EvaluateAsync("""
            async transport => {
              const { connect } = await import('/client/index.js');
              window.feed = connect({ transport });
              await feed.publish({ topic: 't', data: 'first' });
            }
            """, transport);

        await page.EvaluateAsync($"() => {{ feed.publish({{ topic: 't', data: 'last words' }}); {go}; }}");

        string[] all = ["first", "last words"];
        await Deadline.UntilAsync(
            async () => (await HistoryAsync(server)).SequenceEqual(all), "what the page said last is there, once");
        await page.WaitForFunctionAsync("() => window.feed === undefined && document.readyState === 'complete'");
    }

    private static async Task<string?[]> HistoryAsync(LiveFeedServer server)
    {
        var history = await server.Http.GetJsonAsync("/history?topic=t");
        return [.. history.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("data").GetString())];
    }

    private Task<IPage> OpenAsync(LiveFeedServer server) => chromium.OpenAsync(server.Address, "/healthz/live");

    private async Task<IPage> OpenReactAsync(LiveFeedServer server, string user, string script)
    {
        var page = await chromium.OpenAsync(server.Address, $"/healthz/live?user={user}");
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Type = "module", Content = script });
        return page;
    }

    private static async Task<string> BundleAsync()
    {
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(repository.FullName, "LiveFeed.sln")))
        {
            repository = repository.Parent!;
        }

        using var node = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(repository.FullName, "tests/LiveFeed.Browser/ReactPage/bundle.mjs")])
        {
            RedirectStandardOutput = true,
        })!;
        var script = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return script;
    }
}

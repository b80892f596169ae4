using System.Collections.Concurrent;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>The browser's own WebSocket, with nothing of ours in the page.</summary>
public sealed class WebSocketTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Open = """
        address => new Promise((resolve, reject) => {
          window.received = [];
          const url = new URL('/ws', address);
          url.protocol = url.protocol.replace('http', 'ws');
          const socket = window.socket = new WebSocket(url, 'livefeed.v1');
          socket.onmessage = e => {
            const message = JSON.parse(e.data);
            window.received.push(message);
            if (message.type === 'connected') resolve(`${socket.protocol} ${socket.extensions}`);
          };
          socket.onclose = e => { window.closed = e.code; reject(new Error(`closed ${e.code}`)); };
          window.send = message => socket.send(JSON.stringify(message));
          window.of = type => window.received.filter(message => message.type === type);
        })
        """;

    private const string Join = """
        name => { send({ type: 'join', userId: name, username: name, timestamp: Date.now() }) }
        """;

    [Fact]
    public async Task Two_pages_chat_and_one_that_is_killed_is_seen_to_leave()
    {
        await using var server = new LiveFeedServer(("Rooms:LeaveAfter", "00:00:00.200"));
        var (ada, bob) = (await OpenAsync(server.Address), await OpenAsync(server.Address));
        await ada.EvaluateAsync(Join, "Ada");
        await ada.WaitForFunctionAsync("() => of('room_state').length === 1");
        await bob.EvaluateAsync(Join, "Bob");
        await ada.WaitForFunctionAsync("() => of('join').length === 2");

        const string Talk = "() => { for (let i = 0; i < 250; i++) send({ type: 'message', content: i }) }";
        await Task.WhenAll(ada.EvaluateAsync(Talk), bob.EvaluateAsync(Talk));
        const string All = "() => of('message').length === 500";
        await ada.WaitForFunctionAsync(All);
        await bob.WaitForFunctionAsync(All);
        const string Seen = "() => of('message').map(m => `${m.username} ${m.content}`)";
        var seen = await ada.EvaluateAsync<string[]>(Seen);
        Assert.Equal(500, seen.Distinct().Count());
        Assert.Equal(seen, await bob.EvaluateAsync<string[]>(Seen));

        await bob.EvaluateAsync("() => send({ type: 'typing' })");
        await ada.WaitForFunctionAsync("() => of('typing').length === 1");
        await bob.Context.CloseAsync();
        await ada.WaitForFunctionAsync("() => of('leave').length === 1 && of('leave')[0].username === 'Bob'");
    }

    [Fact]
    public async Task It_agrees_on_the_subprotocol_and_on_compression_and_reads_what_is_compressed()
    {
        await using var server = new LiveFeedServer();
        var page = await chromium.OpenAsync(server.Address, "/healthz/live");
        Assert.StartsWith(
            "livefeed.v1 permessage-deflate", await page.EvaluateAsync<string>(Open, server.Address.ToString()),
            StringComparison.Ordinal);
        await page.EvaluateAsync("() => send({ type: 'subscribe', topics: ['large'] })");
        await page.WaitForFunctionAsync("() => of('subscribed').length === 1");
        await server.Http.PublishAsync($$"""{"topic":"large","data":"{{new string('x', 100_000)}}"}""");
        await page.WaitForFunctionAsync("() => of('event').length === 1 && of('event')[0].data.length === 100000");
    }

    [Fact]
    public async Task A_page_of_another_origin_cannot_open_one_unless_the_settings_name_it()
    {
        await using var page = new LiveFeedServer();
        await using var closed = new LiveFeedServer();
        await using var open = new LiveFeedServer(("Cors:Origins:0", page.Address.GetLeftPart(UriPartial.Authority)));
        var guest = await chromium.OpenAsync(page.Address, "/healthz/live", complaints: new ConcurrentQueue<string>());
        await Assert.ThrowsAsync<PlaywrightException>(() => guest.EvaluateAsync(Open, closed.Address.ToString()));
        await guest.EvaluateAsync(Open, open.Address.ToString());
    }

    [Fact]
    public async Task Over_TLS_it_opens_over_HTTP_2()
    {
        using var folder = new TempFolder();
        var protocols = new ConcurrentQueue<string>();
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<IStartupFilter>(new Protocols(protocols)),
            TestCertificate.Settings(folder));
        var address = new Uri(server.Services.GetRequiredService<IServer>().Features
            .GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        var page = await chromium.OpenAsync(
            address, "/healthz/live", new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        await page.EvaluateAsync(Open, address.ToString());
        await page.EvaluateAsync("() => send({ type: 'subscribe', topics: ['a'] })");
        await page.WaitForFunctionAsync("() => of('subscribed').length === 1");
        await page.EvaluateAsync("() => { for (let i = 0; i < 100; i++) send({ type: 'publish', topic: 'a', data: i }) }");
        await page.WaitForFunctionAsync("() => of('event').length === 100");
        Assert.Equal(
            Enumerable.Range(0, 100), await page.EvaluateAsync<int[]>("() => of('event').map(message => message.data)"));
        Assert.Equal(["HTTP/2"], protocols);
    }

    private async Task<IPage> OpenAsync(Uri address)
    {
        var page = await chromium.OpenAsync(address, "/healthz/live");
        await page.EvaluateAsync(Open, address.ToString());
        return page;
    }

    private sealed class Protocols(ConcurrentQueue<string> ofSockets) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Path == "/ws")
                {
                    ofSockets.Enqueue(context.Request.Protocol);
                }

                return rest(context);
            });
            next(app);
        };
    }
}

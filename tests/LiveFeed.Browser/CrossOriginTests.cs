using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LiveFeed.Tests.Streaming.Proxies;
using LiveFeed.Tests.Support;

namespace LiveFeed.Browser;

/// <summary>A page from another server, under the browser's own rules for other origins.</summary>
public sealed class CrossOriginTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Follow = """
        address => {
          window.received = [];
          window.failed = false;
          const source = new EventSource(new URL('/events?topic=demo/**', address), { withCredentials: true });
          source.onopen = () => window.opened = true;
          source.onmessage = e => window.received.push(e.data);
          source.onerror = () => window.failed = true;
        }
        """;

    private const string FollowByTicket = """
        async ({ address, key }) => {
          window.received = [];
          window.opened = 0;
          const headers = { 'X-API-Key': key };
          const { ticket } = await (await fetch(new URL('/tickets', address), { method: 'POST', headers })).json();
          const source = new EventSource(new URL(`/events?topic=demo/**&ticket=${ticket}`, address));
          source.onopen = () => window.opened++;
          source.onmessage = e => window.received.push(e.data);
        }
        """;

    private const string Post = """
        async address => {
          try {
            const response = await fetch(new URL('/events', address), {
              method: 'POST',
              credentials: 'include',
              headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'from-the-page' },
              body: JSON.stringify({ topic: 'demo/a', data: 'from the page' }),
            });
            return `${response.status} ${response.headers.get('RateLimit-Policy')}`;
          } catch (error) {
            return error.name;
          }
        }
        """;

    [Fact]
    public async Task A_page_of_a_named_origin_follows_and_posts()
    {
        await using var shop = new LiveFeedServer();
        await using var feed = new LiveFeedServer(
            ("Cors:Origins:0", shop.Address.GetLeftPart(UriPartial.Authority)),
            ("Cors:Credentials", "true"),
            ("Limits:PublishPerSecond", "100"));
        var page = await chromium.OpenAsync(shop.Address, "/healthz/live");
        await page.EvaluateAsync(Follow, feed.Address.ToString());
        await page.WaitForFunctionAsync("() => window.opened === true");

        var answer = await page.EvaluateAsync<string>(Post, feed.Address.ToString());

        Assert.Equal("202 \"publish\";q=100;w=1", answer);
        await page.WaitForFunctionAsync("() => window.received.length === 1");
        Assert.Equal("\"from the page\"", await page.EvaluateAsync<string>("() => window.received[0]"));
    }

    [Fact]
    public async Task A_page_of_another_origin_with_a_ticket_is_cut_and_reopens_its_stream()
    {
        const string key = "a key";
        await using var shop = new LiveFeedServer();
        await using var feed = new LiveFeedServer(
            ("Cors:Origins:0", shop.Address.GetLeftPart(UriPartial.Authority)),
            ("Access:Anonymous", "none"),
            ("Access:Keys:0:Name", "shop"),
            ("Access:Keys:0:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))),
            ("Access:Keys:0:Subscribe:0", "**"),
            ("Access:Keys:0:Publish:0", "**"),
            ("Delivery:Retry", "00:00:00.200"));
        await using var line = new FaultyProxy(feed.Address, seed: 1, maxBytes: 1_000) { IsHealthy = true };
        feed.Http.DefaultRequestHeaders.Add("X-API-Key", key);
        var page = await chromium.OpenAsync(shop.Address, "/healthz/live", complaints: new ConcurrentQueue<string>());
        await page.EvaluateAsync(FollowByTicket, new { address = line.Address.ToString(), key });
        await page.WaitForFunctionAsync("() => window.opened === 1");
        await feed.Http.PublishNumbersAsync("demo/a", 10);
        await page.WaitForFunctionAsync("() => window.received.length === 10");

        line.Cut();
        await feed.Http.PublishNumbersAsync("demo/a", 10, from: 10);
        await page.WaitForFunctionAsync("() => window.opened === 2 && window.received.length === 20");
        Assert.Equal(Enumerable.Range(0, 20), await page.EvaluateAsync<int[]>("() => window.received.map(Number)"));
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_and_does_nothing()
    {
        await using var stranger = new LiveFeedServer();
        await using var feed = new LiveFeedServer(("Cors:Origins:0", "https://shop.example.com"));
        var page = await chromium.OpenAsync(stranger.Address, "/healthz/live");
        await page.EvaluateAsync(Follow, feed.Address.ToString());
        await page.WaitForFunctionAsync("() => window.failed === true");

        Assert.Equal("TypeError", await page.EvaluateAsync<string>(Post, feed.Address.ToString()));

        Assert.Empty((await feed.Http.GetJsonAsync("/topics?pattern=demo/**")).GetProperty("topics").EnumerateArray());
    }

    // The browser asks nobody before it sends such a request, and only keeps the answer from the page.
    [Fact]
    public async Task A_page_of_another_origin_publishes_nothing_also_by_a_simple_request()
    {
        await using var stranger = new LiveFeedServer();
        await using var feed = new LiveFeedServer();
        var page = await chromium.OpenAsync(stranger.Address, "/healthz/live");
        var answer = page.WaitForResponseAsync(response => response.Request.Method == "POST");

        await page.EvaluateAsync(
            "address => fetch(new URL('/topics/demo/a', address), { method: 'POST', " +
            "mode: 'no-cors', body: 'from the page' }).then(() => {})",
            feed.Address.ToString());

        Assert.Equal(403, (await answer).Status);
        Assert.Empty((await feed.Http.GetJsonAsync("/topics?pattern=demo/**")).GetProperty("topics").EnumerateArray());
    }
}

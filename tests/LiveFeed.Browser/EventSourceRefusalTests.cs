using LiveFeed.Log;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>
/// Each way in which a stream can be refused, with the browser's own EventSource. It comes back only after an answer 200
/// that ends, or a cut connection. So a temporary refusal must make it come back, and a permanent one must end it.
/// </summary>
public sealed class EventSourceRefusalTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Follow = """
        url => {
          window.received = [];
          window.closings = [];
          const source = window.source = new EventSource(url);
          source.onmessage = e => window.received.push(e.data);
          source.addEventListener('livefeed.closing', e => window.closings.push(JSON.parse(e.data).reason));
        }
        """;

    // An authority that is away when the token's signature is to be checked.
    private const string Token = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AA";

    private FailingLog? _log;

    [Fact]
    public async Task Without_a_place_it_comes_back_and_gets_in_when_there_is_one()
    {
        await using var server = Start(("Limits:Connections", "1"));
        var first = await server.FollowAsync("/events?topic=demo/a");
        await first.ReadAsync();
        var page = await FollowAsync(server, "/events?topic=demo/a");
        await UntilToldTwiceAsync(page, "full");

        await first.DisposeAsync();

        await AssertComesBackAsync(server, page);
    }

    [Fact]
    public async Task While_the_stream_of_its_ticket_is_open_it_comes_back_and_gets_in_when_that_one_has_ended()
    {
        await using var server = Start([("Access:Anonymous", "all"), .. Key("demo/**")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tickets");
        request.Headers.Add("X-API-Key", "secret");
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.ReadJsonAsync(System.Net.HttpStatusCode.OK);
        var path = $"/events?topic=demo/a&ticket={answer.GetProperty("ticket").GetString()}";
        var first = await server.FollowAsync(path);
        await first.ReadAsync();
        var page = await FollowAsync(server, path);
        await UntilToldTwiceAsync(page, "full");

        await first.DisposeAsync();

        await AssertComesBackAsync(server, page);
    }

    [Fact]
    public async Task While_the_last_events_cannot_be_read_it_comes_back_and_gets_them_when_they_can()
    {
        await using var server = Start();
        await server.Http.PublishNumbersAsync("demo/a", 1);
        _log!.Unreadable = new LogUnavailableException("the disk has gone");
        var page = await FollowAsync(server, "/events?topic=demo/a&last=1");
        await UntilToldTwiceAsync(page, "unavailable");

        _log.Unreadable = null;

        await page.WaitForFunctionAsync("() => window.received.length === 1");
        await AssertComesBackAsync(server, page);
    }

    [Fact]
    public async Task While_what_it_missed_cannot_be_read_it_comes_back_and_gets_all_of_it_when_it_can()
    {
        await using var server = Start();
        var start = (await server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();
        await server.Http.PublishNumbersAsync("demo/a", 3);
        _log!.Unreadable = new LogUnavailableException("the disk has gone");
        var page = await FollowAsync(server, $"/events?topic=demo/a&lastEventId={start}");
        await UntilToldTwiceAsync(page, "unavailable");

        _log.Unreadable = null;

        await page.WaitForFunctionAsync("() => window.received.length === 3");
        await AssertComesBackAsync(server, page);
    }

    [Fact]
    public async Task After_a_fault_of_the_service_it_comes_back()
    {
        await using var server = Start();
        await server.Http.PublishNumbersAsync("demo/a", 1);
        _log!.Unreadable = new InvalidOperationException("a bug");
        var page = await FollowAsync(server, "/events?topic=demo/a&last=1");
        await UntilToldTwiceAsync(page, "unavailable");

        _log.Unreadable = null;

        await page.WaitForFunctionAsync("() => window.received.length === 1");
    }

    [Fact]
    public async Task While_the_authority_cannot_be_asked_it_comes_back()
    {
        using var port = new HeldPort();
        await using var server = Start(
            ("Access:Jwt:Authority", $"http://127.0.0.1:{port.Number}"), ("Access:Jwt:Audience", "livefeed"));
        var page = await FollowAsync(server, $"/events?topic=demo/a&access_token={Token}");

        await UntilToldTwiceAsync(page, "unavailable");
    }

    [Fact]
    public async Task While_the_service_stops_it_comes_back()
    {
        var slow = new SlowToStop();
        await using var server = new LiveFeedServer(slow.AddTo, ("Delivery:Retry", "00:00:00.020"));
        using var free = slow.UntilDisposed();
        var page = await FollowAsync(server, "/events?topic=demo/a");

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await UntilToldTwiceAsync(page, "shutdown");
    }

    [Theory]
    [InlineData("/events?topic=demo/a&last=many", 400)]
    [InlineData("/events?topic=", 422)]
    [InlineData("/events?topic=demo/a&lastEventId=closed", 204)]
    [InlineData("/events/nowhere", 404)]
    public async Task A_permanent_fault_of_the_request_ends_the_EventSource(string path, int status)
    {
        await using var server = Start();

        await AssertEndedAsync(server, path, status);
    }

    [Theory]
    [InlineData("/events?topic=demo/a", 401)]
    [InlineData("/events?topic=demo/a&access_token=unknown", 401)]
    [InlineData("/events?topic=demo/a&access_token=secret", 403)]
    public async Task Bad_credentials_end_the_EventSource(string path, int status)
    {
        await using var server = Start(Key("other/**"));

        await AssertEndedAsync(server, path, status);
    }

    private static (string, string)[] Key(string topics) =>
    [
        ("Access:Keys:0:Name", "shop"),
        ("Access:Keys:0:Sha256", "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B"), // of "secret"
        ("Access:Keys:0:Subscribe:0", topics),
    ];

    private LiveFeedServer Start(params (string Key, string Value)[] settings) => new(
        services => FailingLog.AddTo(services, log => _log = log), [("Delivery:Retry", "00:00:00.020"), .. settings]);

    private async Task<IPage> FollowAsync(LiveFeedServer server, string path)
    {
        var page = await chromium.OpenAsync(server.Address, "/healthz/live");
        await page.EvaluateAsync(Follow, path);
        return page;
    }

    private static Task UntilToldTwiceAsync(IPage page, string reason) => page.WaitForFunctionAsync(
        "reason => window.closings.filter(one => one === reason).length >= 2 && window.source.readyState !== 2", reason);

    private static async Task AssertComesBackAsync(LiveFeedServer server, IPage page)
    {
        await page.WaitForFunctionAsync("() => window.source.readyState === 1");
        await Deadline.UntilAsync(
            async () =>
            {
                await server.Http.PublishAsync("""{"topic":"demo/a","data":"live","ephemeral":true}""");
                return await page.EvaluateAsync<bool>("""() => window.received.includes('"live"')""");
            },
            "it gets what is published");
    }

    private async Task AssertEndedAsync(LiveFeedServer server, string path, int status)
    {
        var page = await chromium.OpenAsync(server.Address, "/healthz/live");
        var requests = new List<int>();
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/events", StringComparison.Ordinal))
            {
                requests.Add(response.Status);
            }
        };

        await page.EvaluateAsync(Follow, path);

        await page.WaitForFunctionAsync("() => window.source.readyState === 2");
        Assert.Equal([status], requests);
    }
}

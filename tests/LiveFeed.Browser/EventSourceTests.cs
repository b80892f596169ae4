using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Browser;

/// <summary>The browser's own EventSource, with nothing of ours in the page.</summary>
public sealed class EventSourceTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Follow = """
        () => {
          window.received = [];
          window.opened = 0;
          const source = window.source = new EventSource('/events?topic=demo/**');
          source.onopen = () => window.opened++;
          source.onmessage = e => window.received.push([e.data, e.lastEventId]);
          source.addEventListener('order.paid', e => window.received.push([e.data, e.lastEventId]));
        }
        """;

    [Fact]
    public async Task It_gets_events_by_name_and_text_as_posted()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var page = await chromium.OpenAsync(service.Address, "/healthz/live");
        await page.EvaluateAsync(Follow);
        await page.WaitForFunctionAsync("() => window.opened === 1");
        const string Awkward = "one\r\ntwo\rthree\nid: 7\n\ndata: forged 🙂";

        await service.Http.PublishAsync("""{"topic":"demo/a","event":"order.paid","data":{"id":42}}""");
        using var posted = await service.Http.PostToTopicAsync("demo/b", Awkward, "text/plain");

        await page.WaitForFunctionAsync("() => window.received.length === 2");
        var received = await page.EvaluateAsync<string[]>("() => window.received.map(one => one[0])");
        Assert.Equal(["""{"id":42}""", "one\ntwo\nthree\nid: 7\n\ndata: forged 🙂"], received);
    }

    [Fact]
    public async Task After_a_kill_and_a_restart_the_page_has_every_event_once_in_order()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var page = await chromium.OpenAsync(service.Address, "/healthz/live");
        await page.EvaluateAsync(Follow);
        await page.WaitForFunctionAsync("() => window.opened === 1");
        await service.Http.PublishNumbersAsync("demo/a", 100);
        await page.WaitForFunctionAsync("() => window.received.length === 100");

        service.Kill();
        await service.RestartAsync();
        await service.Http.PublishNumbersAsync("demo/a", 100, from: 100); // most likely before the browser is back
        await page.WaitForFunctionAsync("() => window.opened === 2");
        await service.Http.PublishNumbersAsync("demo/a", 100, from: 200);
        await page.WaitForFunctionAsync("() => window.received.length >= 300");

        var received = await page.EvaluateAsync<string[]>("() => window.received.map(one => one[0])");
        Assert.Equal(Enumerable.Range(0, 300).Select(n => n.ToString(CultureInfo.InvariantCulture)), received);
    }

    [Fact]
    public async Task Compressed_it_gets_each_event_before_the_next_is_published()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder, "--LiveFeed:Delivery:Compression=gzip");
        var page = await chromium.OpenAsync(service.Address, "/healthz/live");
        var answer = page.WaitForResponseAsync(response => response.Url.Contains("/events", StringComparison.Ordinal));
        await page.EvaluateAsync(Follow);
        Assert.Equal("gzip", await (await answer).HeaderValueAsync("Content-Encoding"));
        await page.WaitForFunctionAsync("() => window.opened === 1");

        string[] texts = ["small", new('x', 1_000), new('y', 1 << 20), "", "small again"];
        for (var i = 0; i < texts.Length; i++)
        {
            using var posted = await service.Http.PostToTopicAsync("demo/a", texts[i], "text/plain");
            await page.WaitForFunctionAsync("count => window.received.length === count", i + 1);
        }

        var received = await page.EvaluateAsync<string[]>("() => window.received.map(one => one[0])");
        Assert.True(texts.SequenceEqual(received), "the page has other texts");
    }

    [Fact]
    public async Task After_a_compressed_stream_has_ended_it_comes_back_and_goes_on()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(
            folder, "--LiveFeed:Delivery:Compression=gzip", "--LiveFeed:Delivery:MaxLifetime=00:00:00.500");
        var page = await chromium.OpenAsync(service.Address, "/healthz/live");
        await page.EvaluateAsync(Follow);
        for (var streams = 1; streams <= 4; streams++)
        {
            await page.WaitForFunctionAsync("count => window.opened >= count", streams);
            await service.Http.PublishNumbersAsync("demo/a", 100, from: (streams - 1) * 100);
        }

        await page.WaitForFunctionAsync("() => window.received.length >= 400");
        var received = await page.EvaluateAsync<string[]>("() => window.received.map(one => one[0])");
        Assert.Equal(Enumerable.Range(0, 400).Select(n => n.ToString(CultureInfo.InvariantCulture)), received);
    }

    [Fact]
    public async Task When_it_is_ended_by_an_operator_it_closes_for_good()
    {
        using var folder = new TempFolder();
        using var service = await StartAsync(folder);
        var page = await chromium.OpenAsync(service.Address, "/healthz/live");
        await page.EvaluateAsync(Follow);
        await page.WaitForFunctionAsync("() => window.opened === 1");
        await service.Http.PublishNumbersAsync("demo/a", 1);
        await page.WaitForFunctionAsync("() => window.received.length === 1");
        var client =
            (await service.Http.GetJsonAsync("/clients")).GetProperty("clients")[0].GetProperty("clientId").GetString();

        using var ended = await service.Http.DeleteAsync(
            new Uri($"/clients/{client}", UriKind.Relative), TestContext.Current.CancellationToken);

        await page.WaitForFunctionAsync("() => window.source.readyState === 2");
        Assert.Equal(1, await page.EvaluateAsync<int>("() => window.opened"));
    }

    private static Task<ServiceProcess> StartAsync(TempFolder folder, params string[] settings) => ServiceProcess.StartAsync(
    [
        $"--LiveFeed:Log:Path={folder.File("feed.db")}",
        "--LiveFeed:Log:Durability=commit",
        "--LiveFeed:Metrics:Enabled=false",
        "--LiveFeed:Delivery:Retry=00:00:00.020",
        .. settings,
    ]);
}

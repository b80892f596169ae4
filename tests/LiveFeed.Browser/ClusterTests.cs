using System.Globalization;
using LiveFeed.Tests.Deploy;
using LiveFeed.Tests.Support;
using Microsoft.Playwright;

namespace LiveFeed.Browser;

/// <summary>A board behind nginx, before two nodes that share a log on Redis.</summary>
public sealed class ClusterTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string IsLive = "() => document.querySelector('.badge')?.dataset.state === 'live'";

    // The rows of the event list that came from these tests, oldest first.
    private const string Numbers = """
        () => [...document.querySelectorAll('.event-data')].map(row => row.textContent)
          .filter(text => /^\d+$/.test(text)).reverse()
        """;

    private RedisProcess _redis = null!;
    private ServiceProcess[] _nodes = [];
    private ProxyProcess _nginx = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _nodes = await Task.WhenAll(NodeAsync(), NodeAsync());
        _nginx = await NginxProxy.StartAsync(_nodes[0].Address, _nodes[1].Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            node.Dispose();
        }

        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_board_shows_every_event_of_all_nodes_once_also_when_its_node_is_killed()
    {
        var page = await chromium.OpenAsync(_nginx.Address, "/boards/events", new() { IgnoreHTTPSErrors = true });
        await page.WaitForFunctionAsync(IsLive);
        for (var i = 0; i < 20; i++)
        {
            await _nodes[i % 2].Http.PublishNumbersAsync("demo/a", 1, from: i);
        }

        await HasNumbersAsync(page, 20);
        var loaded = await page.EvaluateAsync<double>("() => performance.timeOrigin");
        for (var turn = 0; turn < 2; turn++)
        {
            _nodes[turn].Kill();
            await _nodes[1 - turn].Http.PublishNumbersAsync("demo/a", 10, from: 20 + (turn * 10));
            await HasNumbersAsync(page, 30 + (turn * 10));
            await page.WaitForFunctionAsync(IsLive);
            await _nodes[turn].RestartAsync();
        }

        Assert.Equal(loaded, await page.EvaluateAsync<double>("() => performance.timeOrigin")); // it was not loaded again
    }

    private static async Task HasNumbersAsync(IPage page, int count)
    {
        await page.WaitForFunctionAsync($"() => ({Numbers})().length >= {count}");
        Assert.Equal(
            Enumerable.Range(0, count).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            await page.EvaluateAsync<string[]>(Numbers));
    }

    private Task<ServiceProcess> NodeAsync() => ServiceProcess.StartAsync(
        "--LiveFeed:Log:Provider=redis",
        $"--LiveFeed:Log:Redis:Configuration={_redis.Configuration}",
        "--LiveFeed:Proxies:0=127.0.0.1",
        "--LiveFeed:Access:Anonymous=all",
        "--LiveFeed:Metrics:Enabled=false",
        "--LiveFeed:Delivery:Retry=00:00:00.100");
}

using LiveFeed.Log;
using LiveFeed.Metrics;

namespace LiveFeed.Tests.Metrics;

public sealed class MetricsPublisherTests
{
    private const string Cpu = "metrics/host/cpu";

    private readonly ScriptedSource _source = new();

    public MetricsPublisherTests() => _source.Values[Cpu] = 1;

    [Fact]
    public async Task It_publishes_at_the_start_and_then_once_an_interval()
    {
        await using var feed = new PublisherFeed(new MetricsOptions { Interval = TimeSpan.FromSeconds(5) }, _source);
        await feed.Service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, (await feed.LoggedAsync(lines => lines.Count > 0)).Count); // with service.started

        feed.Time.Advance(TimeSpan.FromSeconds(4.9));
        feed.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(3, (await feed.LoggedAsync(lines => lines.Count > 2)).Count);

        feed.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(4, (await feed.LoggedAsync(lines => lines.Count > 3)).Count);
    }

    [Fact]
    public async Task It_publishes_nothing_when_it_is_not_enabled()
    {
        await using var feed = new PublisherFeed(new MetricsOptions { Enabled = false }, _source);

        await feed.Service.StartAsync(TestContext.Current.CancellationToken);
        await feed.JoinAsync();
        feed.Time.Advance(TimeSpan.FromHours(1));

        Assert.Null(feed.Service.ExecuteTask);
        Assert.Equal(0, feed.Log.Head);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_publisher_survives_turns_that_the_log_refuses_and_tells_what_happened_afterwards(
        bool isLogUnavailable)
    {
        await using var feed = new PublisherFeed(null, _source);
        feed.Log.Failure =
            isLogUnavailable ? new LogUnavailableException("disk full") : new OperationCanceledException("not ours");
        await feed.Service.StartAsync(TestContext.Current.CancellationToken);
        await feed.LoggedAsync(_ => feed.Log.RefusedTurns == 1);
        _source.Values[Cpu] = 2;
        await feed.JoinAsync();
        feed.Time.Advance(TimeSpan.FromSeconds(1));
        await feed.LoggedAsync(_ => feed.Log.RefusedTurns == 2);
        feed.Log.Failure = null;
        _source.Values[Cpu] = 3;
        feed.Time.Advance(TimeSpan.FromSeconds(1));

        var lines = await feed.LoggedAsync(lines => lines.Count > 0);

        Assert.Equal(
            [$$"""{{Cpu}} metric {"value":3,"unit":"%"}"""],
            lines.Where(line => line.Contains("metric ", StringComparison.Ordinal)));
        Assert.Equal(["metric", "service.started", "client.joined"], lines.Select(line => line.Split(' ')[1]));
        feed.Time.Advance(TimeSpan.FromSeconds(1));
        await feed.LoggedAsync(lines => lines.Count > 3); // the turn before is over
        Assert.Equal(["Warning", "Information"], feed.ServiceLog.Messages.Select(message => message.Split(':')[0]));
    }

    [Fact]
    public async Task It_stops_when_it_is_told_to()
    {
        await using var feed = new PublisherFeed(null, _source);
        await feed.Service.StartAsync(TestContext.Current.CancellationToken);
        await feed.LoggedAsync(lines => lines.Count > 0);

        await feed.Service.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(feed.Service.ExecuteTask!.IsCompleted);
        Assert.Empty(feed.ServiceLog.Messages);
    }
}

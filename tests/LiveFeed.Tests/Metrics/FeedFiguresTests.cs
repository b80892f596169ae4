using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class FeedFiguresTests
{
    [Fact]
    public async Task Clients_are_counted_and_events_are_rates()
    {
        await using var feed = new PublisherFeed();
        var figures = new FeedFigures(feed.Hub, feed.Metrics);
        feed.Metrics.Received(100, duplicates: 0);
        Assert.Equal(["metrics/process/clients", "metrics/process/lag"], figures.At(0).Keys);
        await feed.JoinAsync();
        feed.Metrics.Received(30, duplicates: 0);
        feed.Metrics.Delivered(45);

        var metrics = figures.At(2);

        Assert.Equal(1, metrics["metrics/process/clients"].Value);
        Assert.Equal(15, metrics["metrics/process/events/in"].Value);
        Assert.Equal(22.5, metrics["metrics/process/events/out"].Value);
        Assert.Equal(MetricUnit.EventsPerSecond, metrics["metrics/process/events/out"].Unit);
    }

    [Fact]
    public async Task Lag_is_that_of_the_client_furthest_behind()
    {
        await using var feed = new PublisherFeed();
        var start = new Position(feed.Log.Epoch, 0);
        var e = new FeedEvent { Data = EventData.Text("x"), Time = feed.Time.GetUtcNow() };
        await feed.Log.AppendAsync([e, e, e], TestContext.Current.CancellationToken);
        await feed.JoinAsync();
        await feed.Hub.JoinAsync(
            new JoinRequest { Transport = "sse", After = start }, TestContext.Current.CancellationToken);

        var lag = new FeedFigures(feed.Hub, feed.Metrics).At(0)["metrics/process/lag"];

        Assert.Equal((3, MetricUnit.Count), (lag.Value, lag.Unit));
    }
}

using System.Diagnostics.Metrics;
using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hosting.Supervision;

/// <summary>A hub whose lanes take a turn only when a test says so.</summary>
internal sealed class WatchedHub : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    internal WatchedHub() => Hub = new FeedHub(
        new MemoryEventLog(Options.Create(new LogOptions()), TimeProvider.System),
        Options.Create(new DeliveryOptions { Lanes = 2 }),
        TimeProvider.System,
        new LiveFeedMetrics(_meters.GetRequiredService<IMeterFactory>()),
        NullLogger<FeedHub>.Instance);

    internal FeedHub Hub { get; }

    internal async Task TakeTurnAsync()
    {
        foreach (var lane in Hub.Lanes)
        {
            var before = lane.Turns;
            lane.Wake();
            await Deadline.UntilAsync(() => lane.Turns > before, "the lane takes a turn");
        }
    }

    public void Dispose()
    {
        Hub.Dispose();
        _meters.Dispose();
    }
}

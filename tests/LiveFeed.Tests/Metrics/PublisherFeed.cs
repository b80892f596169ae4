using System.Diagnostics.Metrics;
using System.Threading.Channels;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Metrics;
using LiveFeed.Metrics.ServiceEvents;
using LiveFeed.Metrics.Sources;
using LiveFeed.Publishing;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Metrics;

/// <summary>
/// The publisher service on a hub and a memory log, with virtual time and the sources that a test gives it.
/// </summary>
internal sealed class PublisherFeed : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Channel<bool> _something = Channel.CreateUnbounded<bool>();
    private readonly ActivityReporter _activity;
    private readonly FanOut _fanOut;
    private readonly PublishRateLimiter _rate;

    internal PublisherFeed(MetricsOptions? options = null, params IMetricSource[] sources)
    {
        Metrics = new LiveFeedMetrics(_meters.GetRequiredService<IMeterFactory>());
        Log = new FailingLog(new MemoryEventLog(Options.Create(new LogOptions()), Time));
        Log.Appended += () => _something.Writer.TryWrite(true);
        Log.Refused += () => _something.Writer.TryWrite(true);
        Hub = new FeedHub(Log, Options.Create(new DeliveryOptions()), Time, Metrics, NullLogger<FeedHub>.Instance);
        _fanOut = new FanOut(Log, Hub);
        var metrics = Options.Create(options ?? new MetricsOptions());
        _activity = new ActivityReporter(Hub);
        var topics = new MetricTopics(metrics.Value.Node);
        Turn = new MetricTurn(
            new MetricSampler(sources, Time, SamplerLog),
            topics,
            new ThresholdWatch(metrics.Value.EffectiveThresholds, topics),
            _activity,
            metrics,
            Time);
        var limits = Options.Create(new LimitsOptions());
        _rate = new PublishRateLimiter(limits);
        var sessions = new PublishSessions(
            new FeedPublisher(Log, _fanOut, new LocalBackplane(Hub), Metrics), _rate, limits, Time);
        Service = new MetricsPublisher(Turn, sessions, metrics, Time, ServiceLog);
    }

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    internal LiveFeedMetrics Metrics { get; }

    internal FailingLog Log { get; }

    internal FeedHub Hub { get; }

    internal MetricTurn Turn { get; }

    internal MetricsPublisher Service { get; }

    internal RecordingLogger<MetricSampler> SamplerLog { get; } = new();

    internal RecordingLogger<MetricsPublisher> ServiceLog { get; } = new();

    internal ValueTask<FeedClient> JoinAsync() =>
        Hub.JoinAsync(new JoinRequest { Transport = "sse" }, TestContext.Current.CancellationToken);

    /// <summary>What one turn makes, as <c>topic event data</c>; published, as far as it knows.</summary>
    internal List<string> TakeTurn()
    {
        var events = Turn.Collect().ConvertAll(Line);
        Turn.Published();
        return events;
    }

    /// <summary>The log's events, as <c>topic event data</c>, once they and the refusals are as a test wants them.</summary>
    internal async Task<List<string>> LoggedAsync(Predicate<List<string>> isEnough)
    {
        while (true)
        {
            var page = await Log.ReadAsync(0, null, int.MaxValue, conflate: false, TestContext.Current.CancellationToken);
            List<string> lines = [.. page.Frames.Select(frame => Line(frame.Event))];
            if (isEnough(lines))
            {
                return lines;
            }

            await _something.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(CancellationToken.None);
        Service.Dispose();
        _fanOut.Dispose();
        _rate.Dispose();
        _activity.Dispose();
        await Log.DisposeAsync();
        Metrics.Dispose();
        await _meters.DisposeAsync();
    }

    private static string Line(FeedEvent e) => $"{e.Topic} {e.Name} {e.Data}";
}

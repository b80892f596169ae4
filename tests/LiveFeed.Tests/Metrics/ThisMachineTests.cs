using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Metrics;
using LiveFeed.Metrics.Sources;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Metrics;

/// <summary>The real sources on the machine that runs the tests, as the service registers them.</summary>
public sealed class ThisMachineTests : IAsyncDisposable
{
    private static readonly string[] HostTopics =
    [
        "cpu", "load/1", "load/5", "load/15", "memory/percent", "memory/used", "memory/available", "memory/total",
        "disk/read", "disk/write", "disk/percent", "network/received", "network/sent", "files/open", "uptime",
    ];

    private static readonly string[] ProcessTopics =
    [
        "cpu", "memory/rss", "gc/heap", "gc/allocation", "gc/pause", "threadpool/queue", "threadpool/threads", "clients",
        "events/in", "events/out", "lag",
    ];

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .AddMetrics()
        .AddOptions<LogOptions>().Services
        .AddOptions<DeliveryOptions>().Services
        .AddSingleton<LiveFeedMetrics>()
        .AddSingleton<IEventLog, MemoryEventLog>()
        .AddSingleton<FeedHub>()
        .AddSingleton<FanOut>()
        .AddSingleton<FeedPublisher>()
        .AddMetricsPublisher()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public void On_Linux_every_topic_appears_after_two_samples_with_a_plausible_value()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the host's figures come from /proc");
        string[] expected =
        [
            .. HostTopics.Select(topic => $"metrics/host/{topic}"), .. ProcessTopics.Select(topic => $"metrics/process/{topic}"),
            .. CoreTopics(), "metrics/process/files/open",
        ];

        var metrics = SampleUntil(expected);

        Assert.Empty(expected.Except(metrics.Keys));
        Assert.All(metrics.Values, metric => Assert.InRange(metric.Value, 0, 1e15));
        Assert.InRange(metrics["metrics/host/cpu"].Value, 0, 100);
        Assert.InRange(metrics["metrics/host/memory/percent"].Value, 1, 100);
        Assert.InRange(metrics["metrics/host/files/open"].Value, 10, 1e8);
        Assert.InRange(metrics["metrics/process/memory/rss"].Value, 10 << 20, metrics["metrics/host/memory/total"].Value);
        Assert.InRange(metrics["metrics/process/gc/heap"].Value, 100_000, metrics["metrics/process/memory/rss"].Value);
        Assert.InRange(metrics["metrics/process/threadpool/threads"].Value, 1, 1_000);
        Assert.InRange(metrics["metrics/process/files/open"].Value, 3, 10_000);
    }

    [Fact]
    public void The_process_figures_appear_on_every_system()
    {
        string[] expected = [.. ProcessTopics.Select(topic => $"metrics/process/{topic}"), "metrics/host/disk/percent"];

        Assert.Empty(expected.Except(SampleUntil(expected).Keys));
    }

    [Fact]
    public void The_service_is_registered()
    {
        Assert.Contains(_services.GetServices<IHostedService>(), service => service is MetricsPublisher);
    }

    private static IEnumerable<string> CoreTopics() => File.ReadLines("/proc/stat")
        .Where(line => line.StartsWith("cpu", StringComparison.Ordinal) && line[3] != ' ')
        .Select(line => $"metrics/host/cpu/{line[3..line.IndexOf(' ', StringComparison.Ordinal)]}");

    // The kernel counts processor time in ticks of some milliseconds: two samples within one give no processor figures.
    private Dictionary<string, Metric> SampleUntil(string[] expected)
    {
        var sampler = _services.GetRequiredService<MetricSampler>();
        var start = TimeProvider.System.GetTimestamp();
        sampler.Sample();
        while (true)
        {
            var metrics = sampler.Sample().ToDictionary(metric => metric.Topic.Value);
            if (expected.All(metrics.ContainsKey) || TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(10))
            {
                return metrics;
            }
        }
    }
}

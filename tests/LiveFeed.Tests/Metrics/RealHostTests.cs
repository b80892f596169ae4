using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Metrics;
using LiveFeed.Metrics.Sources;
using LiveFeed.Publishing;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Metrics;

/// <summary>The real sources on the machine that runs the tests, as the service registers them.</summary>
public sealed class RealHostTests : IAsyncDisposable
{
    // By the file that has them. Sandboxes and containers do not show every file.
    private static readonly (string File, string[] Topics)[] HostTopics =
    [
        ("loadavg", ["load/1", "load/5", "load/15"]),
        ("meminfo", ["memory/percent", "memory/used", "memory/available", "memory/total"]),
        ("diskstats", ["disk/read", "disk/write"]),
        ("net/dev", ["network/received", "network/sent"]),
        ("sys/fs/file-nr", ["files/open"]),
        ("uptime", ["uptime"]),
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
        .AddSingleton<IBackplane, LocalBackplane>()
        .AddSingleton<FanOut>()
        .AddSingleton<FeedPublisher>()
        .AddSingleton<PublishRateLimiter>()
        .AddSingleton<PublishSessions>()
        .AddMetricsPublisher()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task On_Linux_every_topic_that_the_kernel_tells_appears_after_two_samples_with_a_plausible_value()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the host's figures come from /proc");
        string[] expected =
        [
            .. HostTopics.Where(source => File.Exists($"/proc/{source.File}")).SelectMany(source => source.Topics)
                .Concat(CpuTopics()).Append("disk/percent").Select(topic => $"metrics/host/{topic}"),
            .. ProcessTopics.Append("files/open").Select(topic => $"metrics/process/{topic}"),
        ];

        var metrics = await SampleUntilAsync(expected);

        Assert.Empty(expected.Except(metrics.Keys));
        Assert.All(metrics.Values, metric => Assert.InRange(metric.Value, 0, 1e15));
        Assert.All(HostPercents(metrics), percent => Assert.InRange(percent, 0, 100));
        var (total, used) = (metrics["metrics/host/memory/total"].Value, metrics["metrics/host/memory/used"].Value);
        Assert.InRange(used, 10 << 20, total);
        Assert.Equal(100 * used / total, metrics["metrics/host/memory/percent"].Value, tolerance: 0.01);
        Assert.InRange(metrics["metrics/process/memory/rss"].Value, 10 << 20, total);
        Assert.InRange(metrics["metrics/process/gc/heap"].Value, 100_000, total); // not all of it need be resident
        Assert.InRange(metrics["metrics/process/threadpool/threads"].Value, 1, 1_000);
        Assert.InRange(metrics["metrics/process/files/open"].Value, 3, 10_000);
        Assert.InRange(
            metrics.GetValueOrDefault("metrics/host/files/open", metrics["metrics/process/files/open"]).Value, 3, 1e8);
    }

    [Fact]
    public async Task The_process_figures_appear_on_every_system()
    {
        string[] expected = [.. ProcessTopics.Select(topic => $"metrics/process/{topic}"), "metrics/host/disk/percent"];

        Assert.Empty(expected.Except((await SampleUntilAsync(expected)).Keys));
    }

    [Fact]
    public void The_service_is_registered()
    {
        Assert.Contains(_services.GetServices<IHostedService>(), service => service is MetricsPublisher);
    }

    // A process may take more than 100 % of one core; the machine never takes more than all it has.
    private static IEnumerable<double> HostPercents(Dictionary<string, Metric> metrics) => metrics.Values
        .Where(metric =>
            metric.Unit == MetricUnit.Percent && metric.Topic.Value.StartsWith("metrics/host/", StringComparison.Ordinal))
        .Select(metric => metric.Value);

    // Of all processors, and of each processor that the kernel lists.
    private static IEnumerable<string> CpuTopics() => File.ReadLines("/proc/stat")
        .Where(line => line.StartsWith("cpu", StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[1..].Any(field => field != "0"))
        .Select(fields => fields[0] == "cpu" ? "cpu" : $"cpu/{fields[0]["cpu".Length..]}");

    // The kernel counts processor time in ticks of some milliseconds, on each core at moments of its own: between the two
    // samples must lie a tick of every one.
    private async Task<Dictionary<string, Metric>> SampleUntilAsync(string[] expected)
    {
        var sampler = _services.GetRequiredService<MetricSampler>();
        sampler.Sample();
        for (var apart = TimeSpan.FromMilliseconds(20); ; apart *= 2)
        {
            using var timer = new PeriodicTimer(apart);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            var metrics = sampler.Sample().ToDictionary(metric => metric.Topic.Value);
            if (expected.All(metrics.ContainsKey) || apart > TimeSpan.FromSeconds(5))
            {
                return metrics;
            }
        }
    }
}

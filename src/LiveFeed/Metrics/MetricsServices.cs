using System.IO;
using LiveFeed.Log;
using LiveFeed.Metrics.ServiceEvents;
using LiveFeed.Metrics.Sources;
using LiveFeed.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Metrics;

internal static class MetricsServices
{
    /// <summary>
    /// Adds the publisher service. It needs the hub, the <c>PublishSessions</c>, <c>LiveFeedMetrics</c> and a
    /// <see cref="TimeProvider"/>. Add it after what follows the log and before what accepts clients.
    /// </summary>
    internal static IServiceCollection AddMetricsPublisher(this IServiceCollection services)
    {
        services.AddValidated<MetricsOptions, MetricsOptionsValidator>(MetricsOptions.Section);
        services.AddSources();
        services.AddSingleton<MetricSampler>();
        services.AddSingleton<ActivityReporter>();
        services.AddSingleton(provider => new MetricTopics(NodeOf(
            provider.GetRequiredService<IOptions<MetricsOptions>>().Value,
            provider.GetRequiredService<IOptions<LogOptions>>().Value)));
        services.AddSingleton(provider => new ThresholdWatch(
            provider.GetRequiredService<IOptions<MetricsOptions>>().Value.EffectiveThresholds,
            provider.GetRequiredService<MetricTopics>()));
        services.AddSingleton<MetricTurn>();
        services.AddHostedService<MetricsPublisher>();
        return services;
    }

    // Only a log on Redis has several nodes.
    private static string? NodeOf(MetricsOptions options, LogOptions log) =>
        options.Node ?? (log.Provider == LogProvider.Redis ? Environment.MachineName : null);

    private static void AddSources(this IServiceCollection services)
    {
        if (OperatingSystem.IsLinux())
        {
            // Other systems have no portable way to read these, so nothing is published for them.
            services.AddSingleton<IMetricSource>(_ => new HostCpu(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new HostLoad(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new HostMemory(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new HostDisk(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new HostNetwork(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new HostFiles(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new HostUptime(ProcFile.Root));
            services.AddSingleton<IMetricSource>(_ => new ProcessFiles(ProcFile.Root));
        }

        // On Linux this is "/"; elsewhere the drive that has LiveFeed.
        services.AddSingleton<IMetricSource>(_ => new HostDiskSpace(Path.GetPathRoot(AppContext.BaseDirectory)!));
        services.AddSingleton<IMetricSource, ProcessRuntime>();
        services.AddSingleton<IMetricSource, FeedFigures>();
    }
}

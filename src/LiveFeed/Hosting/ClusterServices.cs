using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Settings;
using LiveFeed.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>
/// What nodes of one service share beside the log. A log that is not on Redis makes a service of one node.
/// </summary>
internal static class ClusterServices
{
    internal static void AddCluster(this IServiceCollection services)
    {
        services.AddValidated<ClusterOptions, ClusterOptionsValidator>(ClusterOptions.Section);
        services.AddSingleton<ClusterMetrics>();
        services.AddSingleton<LocalBackplane>();

        // Whoever asks for the nodes gets null in a service of one node.
        services.AddSingleton<ClusterNodes>(provider => ServerOf(provider) is { } server
            ? ActivatorUtilities.CreateInstance<ClusterNodes>(provider, server)
            : null!);
        services.AddSingleton<IBackplane>(provider => ServerOf(provider) is { } server
            ? ActivatorUtilities.CreateInstance<RedisBackplane>(provider, server)
            : provider.GetRequiredService<LocalBackplane>());
        services.AddHostedService(provider => new ClusterBeat(
            provider.GetService<ClusterNodes>(),
            provider.GetRequiredService<IBackplane>() as RedisBackplane,
            provider.GetRequiredService<IOptions<ClusterOptions>>(),
            provider.GetRequiredService<LiveFeedMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterBeat>>()));
    }

    private static RedisServer? ServerOf(IServiceProvider provider) =>
        (provider.GetRequiredService<IEventLog>() as RedisEventLog)?.Server;
}

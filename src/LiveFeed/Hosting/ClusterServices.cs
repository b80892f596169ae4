using LiveFeed.Access;
using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Log.Memberships;
using LiveFeed.Log.Redis;
using LiveFeed.Rooms;
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

        // Whoever asks for these gets null in a service of one node.
        services.AddSingleton<ISharedMembers>(provider => LogOf(provider)?.Members!);
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
        services.AddHostedService(provider => new GoneNodes(
            provider.GetRequiredService<RoomService>(),
            provider.GetRequiredService<FollowerWatch>(),
            provider.GetService<ISharedMembers>(),
            provider.GetService<ClusterNodes>(),
            provider.GetRequiredService<IOptions<RoomsOptions>>(),
            provider.GetRequiredService<IOptions<ClusterOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GoneNodes>>()));
    }

    /// <summary>Opens the log as a file is opened: the service has no other work before it has its log.</summary>
    /// <exception cref="StartRefusedException">Redis cannot be reached, or must not be used as it is.</exception>
    internal static RedisEventLog OpenRedisLog(IServiceProvider services)
    {
        try
        {
            return RedisEventLog.OpenAsync(
                services.GetRequiredService<IOptions<LogOptions>>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<RedisEventLog>>()).GetAwaiter().GetResult();
        }
        catch (LogUnavailableException e)
        {
            throw new StartRefusedException(e.Message);
        }
    }

    private static RedisEventLog? LogOf(IServiceProvider provider) =>
        provider.GetRequiredService<IEventLog>() as RedisEventLog;

    private static RedisServer? ServerOf(IServiceProvider provider) => LogOf(provider)?.Server;
}

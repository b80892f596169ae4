using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Hub;
using LiveFeed.Rooms;
using LiveFeed.Settings;
using LiveFeed.Streaming.SocketIo.Feed;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Streaming.SocketIo.Recovery;
using LiveFeed.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>Everything that Socket.IO is made of.</summary>
internal static class SocketIoRegistration
{
    internal static void AddSocketIo(this IServiceCollection services)
    {
        services.AddValidated<SocketIoOptions, SocketIoOptionsValidator>(SocketIoOptions.Section);
        services.AddValidated<RecoveryOptions, RecoveryOptionsValidator>(RecoveryOptions.Section);
        services.AddSingleton<MappedNamespaces>();
        services.AddSingleton<ServedNamespaces>();
        services.AddSingleton<ConnectDeadlines>();
        services.AddSingleton<OtherRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<OtherRuns>());
        services.AddSingleton<RecoveryStore>();
        services.AddSingleton<RecoveryClaims>();
        services.AddHostedService(provider => provider.GetRequiredService<RecoveryClaims>());
        services.AddSingleton<SocketRecovery>();
        services.AddSingleton(FeedOf);
        services.AddSingleton(ServicesOf);
        services.AddSingleton<SocketIoApplication>();
    }

    private static FeedServices FeedOf(IServiceProvider services) => new(
        services.GetRequiredService<FeedHub>(),
        services.GetRequiredService<RoomService>(),
        services.GetRequiredService<AccessPolicy>(),
        services.GetRequiredService<LiveFeedMetrics>(),
        services.GetRequiredService<IOptions<LimitsOptions>>().Value,
        services.GetRequiredService<TimeProvider>());

    private static SocketIoServices ServicesOf(IServiceProvider services) => new(
        services.GetRequiredService<ClientServer>(),
        services.GetRequiredService<FeedServices>(),
        services.GetRequiredService<ServedNamespaces>(),
        services.GetRequiredService<SocketRecovery>(),
        services.GetRequiredService<ConnectDeadlines>(),
        services.GetRequiredService<BodyReader>(),
        services.GetRequiredService<ConnectionLimiter>(),
        services.GetRequiredService<IOptions<SocketIoOptions>>().Value,
        services.GetRequiredService<ILogger<SocketIoApplication>>());
}

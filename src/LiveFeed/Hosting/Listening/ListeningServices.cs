using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Hosting.Requests;
using LiveFeed.Streaming.Output;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Listening;

/// <summary>The web server: where it listens, how many connections it has, and how their bytes leave.</summary>
internal static class ListeningServices
{
    private const int LongestBacklog = 65_535; // the kernel limits it to net.core.somaxconn

    internal static void AddListening(this WebApplicationBuilder builder)
    {
        builder.ListenByDefault();
        builder.WebHost.ConfigureKestrel(Configure);
        var services = builder.Services;
        services.AddConnectionSlots();
        // The server asks it before its own factory, which was added first.
        services.AddSingleton<IConnectionListenerFactory, MultiSocketTransport>();
        services.AddOptions<SocketTransportOptions>().Configure<IOptions<LimitsOptions>>((sockets, limits) =>
        {
            sockets.Limit(limits.Value);
            sockets.CreateBoundListenSocket = ListenSocket.Bind;

            // From the fan-out to the socket without a hand-over to another thread.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.Backlog = LongestBacklog;
        });
    }

    private static void Configure(KestrelServerOptions kestrel)
    {
        var services = kestrel.ApplicationServices;
        kestrel.AddServerHeader = false;
        kestrel.Limits.Limit(services.GetRequiredService<IOptions<LimitsOptions>>().Value);
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            LoopbackOnly.Check(endpoint.EndPoint, services.GetRequiredService<IOptions<AccessOptions>>().Value);
            endpoint.Use(next => connection => ServeFairlyAsync(connection, next));
            if (services.GetRequiredService<IOptions<DeliveryOptions>>().Value.DirectOutput && OperatingSystem.IsLinux())
            {
                endpoint.UseDirectOutput(kestrel.Limits.KeepAliveTimeout, services.GetRequiredService<TimeProvider>());
            }
        });
    }

    private static Task ServeFairlyAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Transport = new FairTransport(connection.Transport);
        return next(connection);
    }

    private static void AddConnectionSlots(this IServiceCollection services)
    {
        services.AddSingleton(new ConnectionCapacity(Descriptors.Limit));
        services.AddSingleton<IPostConfigureOptions<LimitsOptions>>(
            provider => provider.GetRequiredService<ConnectionCapacity>());
        services.AddSingleton(provider => new ConnectionSlots(
            provider.GetRequiredService<ConnectionCapacity>().Places(
                provider.GetRequiredService<IOptions<LimitsOptions>>().Value),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LiveFeedMetrics>(),
            provider.GetRequiredService<ILogger<ConnectionSlots>>()));
    }
}

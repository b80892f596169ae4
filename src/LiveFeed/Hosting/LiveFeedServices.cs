using System.IO;
using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Boards;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Hosting.Health;
using LiveFeed.Hosting.Listening;
using LiveFeed.Hosting.Logging;
using LiveFeed.Hosting.Requests;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Sqlite;
using LiveFeed.Memory;
using LiveFeed.Metrics;
using LiveFeed.Publishing;
using LiveFeed.Query.Series;
using LiveFeed.Reading;
using LiveFeed.Scheduling;
using LiveFeed.Settings;
using LiveFeed.Streaming;
using LiveFeed.Streaming.Output;
using LiveFeed.Streaming.Sse;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>Everything that LiveFeed is made of, in the order of an event's journey.</summary>
internal static class LiveFeedServices
{
    internal static void AddLiveFeed(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LiveFeedMetrics>();
        services.AddValidated<LogOptions, LogOptionsValidator>(LogOptions.Section);
        services.AddValidated<DeliveryOptions, DeliveryOptionsValidator>(DeliveryOptions.Section);
        services.AddAccess();
        services.AddValidated<LimitsOptions, LimitsOptionsValidator>(LimitsOptions.Section);
        services.AddValidated<BoardsOptions, BoardsOptionsValidator>(BoardsOptions.Section);

        services.AddRequestPipeline();

        services.AddSingleton(provider => new MemoryBudget(provider.GetRequiredService<IOptions<LimitsOptions>>().Value.HeldBytes));
        services.AddSingleton(_ => new LowPriorityWork(LowPriorityWork.DefaultThreads));
        services.AddSingleton(OpenLog);
        services.AddHostedService<LogTrimmer>();
        services.AddSingleton<FeedHub>();
        services.AddSingleton<IBackplane, LocalBackplane>();
        services.AddSingleton<FanOut>();
        services.AddHostedService(provider => provider.GetRequiredService<FanOut>());
        services.AddSingleton<FeedPublisher>();
        services.AddSingleton<PublishRateLimiter>();
        services.AddSingleton<PublishSessions>();
        services.AddMetricsPublisher();
        services.AddSingleton<ConnectionLimiter>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<ClientServer>();
        services.AddSingleton<SseTransport>();
        services.AddSingleton<QueryLimiter>();
        services.AddSingleton<QueryLogReader>();
        services.AddSingleton<SeriesReader>();
        services.AddSingleton<BoardFolder>();
        services.AddSingleton<BoardFiles>();
        services.AddSingleton<BoardChanges>();
        services.AddSingleton<BoardWriter>();
        services.AddHostedService<BoardWatch>();
        services.AddHostedService<ShutdownNotifier>();

        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, LogRedaction>();
        services.AddSingleton<LogThrottle>();
        services.AddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, SanitizingLoggerFactory>());
        services.AddBodyDecompression();
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ExceptionProblems.NameFaults);
        services.AddHealthChecks().AddCheck<LogHealth>("log", tags: [HealthEndpoints.ReadyTag]);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownNotifier.Timeout);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Limit(kestrel.ApplicationServices.GetRequiredService<IOptions<LimitsOptions>>().Value);
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                LoopbackOnly.Check(endpoint.EndPoint, kestrel.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value);
                if (kestrel.ApplicationServices.GetRequiredService<IOptions<DeliveryOptions>>().Value.DirectOutput && OperatingSystem.IsLinux())
                {
                    endpoint.UseDirectOutput();
                }
            });
        });
        services.AddConnectionSlots();
        services.AddSingleton<IConnectionListenerFactory, MultiSocketTransport>(); // asked before the server's own, which was added first
        services.AddOptions<SocketTransportOptions>().Configure<IOptions<LimitsOptions>>((sockets, limits) =>
        {
            sockets.Limit(limits.Value);
            sockets.CreateBoundListenSocket = ListenSocket.Bind;

            // From the fan-out to the socket without a hand-over to another thread.
            sockets.UnsafePreferInlineScheduling = true;

            // As long as the kernel allows (net.core.somaxconn).
            sockets.Backlog = 65_535;
        });
    }

    /// <summary>Stops the start with every setting that makes no sense, before anything is opened. What needs no more than a word is said after it.</summary>
    internal static void CheckSettings(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ConnectionCapacity>().Tell(
            app.Services.GetRequiredService<IOptions<LimitsOptions>>().Value, app.Services.GetRequiredService<ILogger<ConnectionCapacity>>()));
    }

    private static void AddConnectionSlots(this IServiceCollection services)
    {
        services.AddSingleton(new ConnectionCapacity(Descriptors.Limit));
        services.AddSingleton<IPostConfigureOptions<LimitsOptions>>(provider => provider.GetRequiredService<ConnectionCapacity>());
        services.AddSingleton(provider => new ConnectionSlots(
            provider.GetRequiredService<ConnectionCapacity>().Places(provider.GetRequiredService<IOptions<LimitsOptions>>().Value),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LiveFeedMetrics>(),
            provider.GetRequiredService<ILogger<ConnectionSlots>>()));
    }

    private static IEventLog OpenLog(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LogOptions>>().Value;
        if (options.Provider == LogProvider.Memory)
        {
            return ActivatorUtilities.CreateInstance<MemoryEventLog>(services);
        }

        try
        {
            return ActivatorUtilities.CreateInstance<SqliteEventLog>(services);
        }
        catch (Exception e) when (StartFailure.IsOfLogPath(Path.GetFullPath(options.Path), e, out var refusal))
        {
            throw refusal;
        }
    }
}

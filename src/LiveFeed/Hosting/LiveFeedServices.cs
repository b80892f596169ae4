using System.IO;
using LiveFeed.Access;
using LiveFeed.Boards;
using LiveFeed.Clients;
using LiveFeed.Hosting.Lines;
using LiveFeed.Hosting.Listening;
using LiveFeed.Hub;
using LiveFeed.Ingest;
using LiveFeed.Log;
using LiveFeed.Looking.Answers;
using LiveFeed.Looking.Series;
using LiveFeed.Memory;
using LiveFeed.Metrics;
using LiveFeed.Scheduling;
using LiveFeed.Settings;
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

        services.AddPerimeter();

        services.AddSingleton(provider => new MemoryBudget(provider.GetRequiredService<IOptions<LimitsOptions>>().Value.HeldBytes));
        services.AddSingleton(_ => new LongWork(LongWork.DefaultThreads));
        services.AddSingleton(OpenLog);
        services.AddHostedService<LogTrimmer>();
        services.AddSingleton<FeedHub>();
        services.AddSingleton<FanOut>();
        services.AddHostedService(provider => provider.GetRequiredService<FanOut>());
        services.AddSingleton<FeedPublisher>();
        services.AddMetricsPublisher();
        services.AddSingleton<Admission>();
        services.AddSingleton<PublishRate>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<SseSettings>();
        services.AddSingleton<SseDoor>();
        services.AddSingleton<QueryAllowance>();
        services.AddSingleton<QueryReads>();
        services.AddSingleton<SeriesReader>();
        services.AddSingleton<BoardFolder>();
        services.AddSingleton<BoardFiles>();
        services.AddSingleton<BoardChanges>();
        services.AddSingleton<BoardWriter>();
        services.AddHostedService<BoardWatch>();
        services.AddHostedService<Goodbye>();

        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, SecretiveLogs>();
        services.AddSingleton<RepeatedLines>();
        services.AddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, PlainLoggers>());
        services.AddBodyDecompression();
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ExceptionProblems.NameFaults);
        services.AddHealthChecks().AddCheck<LogHealth>("log", tags: [HealthEndpoints.Ready]);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Goodbye.Timeout);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.Limit(kestrel.ApplicationServices.GetRequiredService<IOptions<LimitsOptions>>().Value);
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                LoopbackOnly.Check(endpoint, kestrel.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value);
                if (kestrel.ApplicationServices.GetRequiredService<IOptions<DeliveryOptions>>().Value.DirectOutput && OperatingSystem.IsLinux())
                {
                    endpoint.UseDirectOutput();
                }
            });
        });
        services.AddConnectionPlaces();
        services.AddSingleton<IConnectionListenerFactory, SpreadTransport>(); // asked before the server's own, which was added first
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
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ConnectionRoom>().Tell(
            app.Services.GetRequiredService<IOptions<LimitsOptions>>().Value, app.Services.GetRequiredService<ILogger<ConnectionRoom>>()));
    }

    private static void AddConnectionPlaces(this IServiceCollection services)
    {
        services.AddSingleton(new ConnectionRoom(Descriptors.Limit));
        services.AddSingleton<IPostConfigureOptions<LimitsOptions>>(provider => provider.GetRequiredService<ConnectionRoom>());
        services.AddSingleton(provider => new ConnectionPlaces(
            provider.GetRequiredService<ConnectionRoom>().Places(provider.GetRequiredService<IOptions<LimitsOptions>>().Value),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LiveFeedMetrics>(),
            provider.GetRequiredService<ILogger<ConnectionPlaces>>()));
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

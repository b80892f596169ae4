using System.IO;
using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Boards;
using LiveFeed.Boards.Examples;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Hosting.Health;
using LiveFeed.Hosting.Listening;
using LiveFeed.Hosting.Logging;
using LiveFeed.Hosting.Requests;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Hosting.Supervision;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Sqlite;
using LiveFeed.Memory;
using LiveFeed.Metrics;
using LiveFeed.Publishing;
using LiveFeed.Query.Series;
using LiveFeed.Reading;
using LiveFeed.Rooms;
using LiveFeed.Scheduling;
using LiveFeed.Settings;
using LiveFeed.Streaming;
using LiveFeed.Streaming.Polling;
using LiveFeed.Streaming.SocketIo;
using LiveFeed.Streaming.Sse;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Streaming.WebSockets.Requests;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

/// <summary>All parts of LiveFeed, in the order of an event's journey.</summary>
internal static class LiveFeedServices
{
    internal static void AddService(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KnownSettings>();
        services.AddSingleton<LiveFeedMetrics>();
        services.AddAccess();
        services.AddLimits();
        services.AddRequestPipeline();
        services.AddLog();
        services.AddHub();
        services.AddCluster();
        services.AddRooms();
        services.AddMetricsPublisher();
        services.AddRequestHandling();
        services.AddBoards();
        services.AddSupervision();
        services.AddShutdown();
        services.AddRedactedLogging();
        services.AddProblemAnswers();
        services.AddHealthChecks().AddCheck<LogHealth>("log", tags: [HealthEndpoints.ReadyTag]);
        builder.AddListening();
    }

    /// <summary>
    /// Stops the start, before anything is opened, and names every invalid setting. Keys that are no setting are logged
    /// before it, as one of them may be why. What else needs only a word is logged after the start.
    /// </summary>
    internal static void CheckSettings(this WebApplication app)
    {
        app.Services.GetRequiredService<KnownSettings>().TellOthers(app.Configuration);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Configuration.CheckPorts();
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ConnectionCapacity>().Tell(
            app.Services.GetRequiredService<IOptions<LimitsOptions>>().Value,
            app.Services.GetRequiredService<ILogger<ConnectionCapacity>>()));
    }

    private static void AddLimits(this IServiceCollection services)
    {
        services.AddValidated<LimitsOptions, LimitsOptionsValidator>(LimitsOptions.Section);
        services.AddSingleton(
            provider => new MemoryBudget(provider.GetRequiredService<IOptions<LimitsOptions>>().Value.HeldBytes));
        services.AddSingleton(_ => new LowPriorityWork(LowPriorityWork.DefaultThreads));
    }

    private static void AddLog(this IServiceCollection services)
    {
        services.AddValidated<LogOptions, LogOptionsValidator>(LogOptions.Section);
        services.AddSingleton(OpenLog);
        services.AddHostedService<LogTrimmer>();
    }

    private static void AddHub(this IServiceCollection services)
    {
        services.AddValidated<DeliveryOptions, DeliveryOptionsValidator>(DeliveryOptions.Section);
        services.AddSingleton<FeedHub>();
        services.AddSingleton<FanOut>();
        services.AddHostedService(provider => provider.GetRequiredService<FanOut>());
        services.AddSingleton<FeedPublisher>();
        services.AddSingleton<PublishRateLimiter>();
        services.AddSingleton<PublishSessions>();
    }

    private static void AddRooms(this IServiceCollection services)
    {
        services.AddValidated<RoomsOptions, RoomsOptionsValidator>(RoomsOptions.Section);
        services.AddSingleton<RoomService>();
        services.AddHostedService(provider => provider.GetRequiredService<RoomService>());
        services.AddSingleton<FollowerWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<FollowerWatch>());
    }

    private static void AddRequestHandling(this IServiceCollection services)
    {
        services.AddBodyDecompression();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<ConnectionLimiter>();
        services.AddSingleton<ClientServer>();
        services.AddSingleton<SseTransport>();
        services.AddSingleton<RecentMessages>();
        services.AddSingleton<ClientRequests>();
        services.AddSingleton<WebSocketTransport>();
        services.AddSocketIo();
        services.AddSingleton<PollClients>();
        services.AddSingleton<PollTransport>();
        services.AddSingleton<PollAdmission>();
        services.AddSingleton<QueryLimiter>();
        services.AddSingleton<QueryLogReader>();
        services.AddSingleton<SeriesReader>();
    }

    private static void AddBoards(this IServiceCollection services)
    {
        services.AddValidated<BoardsOptions, BoardsOptionsValidator>(BoardsOptions.Section);
        services.AddSettings<ExamplesOptions>(ExamplesOptions.Section);
        services.AddSingleton<BoardFolder>();
        services.AddSingleton<BoardFiles>();
        services.AddSingleton<BoardChanges>();
        services.AddSingleton<BoardWriter>();
        services.AddHostedService<BoardWatch>();
    }

    private static void AddRedactedLogging(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, LogRedaction>();
        services.AddSingleton<LogThrottle>();
        services.AddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory, SanitizingLoggerFactory>());
    }

    private static void AddProblemAnswers(this IServiceCollection services)
    {
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ExceptionProblems.NameFaults);
    }

    private static IEventLog OpenLog(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<LogOptions>>().Value;
        if (options.Provider == LogProvider.Memory)
        {
            return ActivatorUtilities.CreateInstance<MemoryEventLog>(services);
        }

        if (options.Provider == LogProvider.Redis)
        {
            return ClusterServices.OpenRedisLog(services);
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

using LiveFeed.Badges;
using LiveFeed.Boards;
using LiveFeed.Hosting.Health;
using LiveFeed.Hosting.OpenApi;
using LiveFeed.Hosting.Requests;
using LiveFeed.Http;
using LiveFeed.Ingest.Rest;
using LiveFeed.Query;
using LiveFeed.Streaming;
using LiveFeed.Streaming.SocketIo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Hosting;

/// <summary>
/// The service within an application of your own, which may add endpoints and Socket.IO namespaces. Its settings are those
/// of the service, under <c>LiveFeed</c>.
/// </summary>
public static class LiveFeedApplication
{
    /// <summary>Adds the service, and sets up the web server for it.</summary>
    public static WebApplicationBuilder AddLiveFeed(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddService();
        builder.AddObservability();
        builder.AddApiDocs();
        return builder;
    }

    /// <summary>Checks the settings, and adds the steps of a request and all endpoints.</summary>
    public static WebApplication UseLiveFeed(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.CheckSettings();
        app.UseHeadAsGet();
        app.UseRequestPipeline();
        app.UseProblems();
        app.UseBodyDecompression();
        app.UseWhen(context => context.GetEndpoint() is not RouteEndpoint, UseFiles);
        app.UseApiDocs();

        app.MapIngestEndpoints();
        app.MapTransports();
        app.MapQueryEndpoints();
        app.MapBadgeEndpoints();
        app.MapBoardEndpoints();
        app.MapHealthEndpoints();
        app.MapMetricsEndpoint();
        app.CheckSocketIoPath();
        app.ObserveFeed();
        return app;
    }

    // What no endpoint of a route answers. The others are spared these steps: they take as long as to publish an event.
    private static void UseFiles(IApplicationBuilder files)
    {
        files.UsePoolThread();
        files.UseStatusProblems();
        files.UsePageFiles();
        files.UseSocketIoLibrary();
    }
}

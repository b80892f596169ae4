using LiveFeed.Badges;
using LiveFeed.Boards;
using LiveFeed.Hosting;
using LiveFeed.Hosting.Health;
using LiveFeed.Hosting.Listening;
using LiveFeed.Hosting.OpenApi;
using LiveFeed.Hosting.Requests;
using LiveFeed.Ingest.Rest;
using LiveFeed.Query;
using LiveFeed.Streaming;
using Microsoft.AspNetCore.Builder;

try
{
    Descriptors.RequireEnough();
    var program = AppContext.BaseDirectory; // has the settings and the page; data and boards are in the working directory
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = program });
    builder.AddLiveFeed();
    builder.AddObservability();
    builder.AddApiDocs();

    var app = builder.Build();
    app.CheckSettings();
    app.UseHeadAsGet();
    app.UseRequestPipeline();
    app.UseProblems();
    app.UseBodyDecompression();
    app.UsePageFiles();
    app.UseApiDocs();

    app.MapIngestEndpoints();
    app.MapTransports();
    app.MapQueryEndpoints();
    app.MapBadgeEndpoints();
    app.MapBoardEndpoints();
    app.MapHealthEndpoints();
    app.MapMetricsEndpoint();
    app.ObserveFeed();
    app.Run();
    return 0;
}
catch (Exception e) when (StartFailure.TryExplain(e, out var explanation))
{
    Console.Error.WriteLine($"LiveFeed cannot start. {explanation}");
    return 1;
}

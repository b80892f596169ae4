using LiveFeed.Boards;
using LiveFeed.Hosting;
using LiveFeed.Ingest;
using LiveFeed.Looking;
using LiveFeed.Streaming.Sse;
using Microsoft.AspNetCore.Builder;

// The settings and the page are beside the program; data and boards are found from the working directory.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddLiveFeed();
builder.AddObservability();

var app = builder.Build();
app.UseExceptionHandler();
app.UseRequestDecompression();
app.UsePageFiles();

app.MapIngestEndpoints();
app.MapSseEndpoints();
app.MapLookingEndpoints();
app.MapBoardEndpoints();
app.MapHealthEndpoints();
app.MapPrometheusScrapingEndpoint();

app.ObserveFeed();
app.Run();

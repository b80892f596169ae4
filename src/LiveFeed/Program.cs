using LiveFeed.Hosting;
using LiveFeed.Hosting.Health;
using LiveFeed.Hosting.Listening;
using LiveFeed.Hosting.Shutdown;
using Microsoft.AspNetCore.Builder;

if ((HelpSwitch.Of(args) ?? HealthSwitch.Of(args)) is { } other)
{
    return await other();
}

try
{
    Descriptors.RequireEnough();
    var program = AppContext.BaseDirectory; // has the settings and the page; data and boards are in the working directory
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = program });
    SocketThreads.GoOnWithWork(builder.Configuration);
    builder.AddLiveFeed();

    await using var app = builder.Build(); // also when it cannot start: its log has words to write yet
    app.UseLiveFeed();
    app.RunToStop();
    return 0;
}
catch (Exception e) when (StartFailure.TryExplain(e, out var explanation))
{
    Console.Error.WriteLine($"LiveFeed cannot start. {explanation}");
    return 1;
}

using LiveFeed.Hosting;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Hosting.Shutdown;

public sealed class StoppedStartTests
{
    [Fact]
    public async Task A_signal_while_the_service_starts_ends_it_without_a_fault()
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "LiveFeed" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["LiveFeed:Log:Provider"] = "memory",
            ["LiveFeed:Metrics:Enabled"] = "false",
        });
        builder.AddLiveFeed();
        builder.Services.AddHostedService<Signal>();
        await using var app = builder.Build();
        app.UseLiveFeed();
        var (started, stopping) = (app.Lifetime.ApplicationStarted, app.Lifetime.ApplicationStopping);

        await Task.Run(app.RunToStop, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.True(stopping.IsCancellationRequested);
        Assert.False(started.IsCancellationRequested);
    }

    private sealed class Signal(DrainingLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using LiveFeed.Client;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Client;

/// <summary>The client in a host, and its settings.</summary>
public sealed class ServicesTests
{
    // Ends when the test run is cancelled.
    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_has_one_client_that_sends_what_is_in_its_queue_when_the_host_stops()
    {
        await using var server = new LiveFeedServer();
        var host = Host.CreateApplicationBuilder();
        host.Services.AddLiveFeedClient(options =>
        {
            options.Address = server.Address;
            options.BatchWait = TimeSpan.FromMinutes(1);
        });
        var app = host.Build();
        await app.StartAsync(End);
        var client = app.Services.GetRequiredService<LiveFeedClient>();
        await client.EnqueueAsync(NewEvent.Of("t", 1, TestJson.Default.Int32), End);
        Assert.Same(client, app.Services.GetRequiredService<LiveFeedClient>());
        await app.StopAsync(End);
        await ((IAsyncDisposable)app).DisposeAsync().AsTask().WithinDeadline();

        var stored = await server.Http.GetJsonAsync("/history?topic=t");
        Assert.Equal(1, stored.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task A_host_with_settings_that_cannot_be_used_does_not_start_and_names_them_all()
    {
        var host = Host.CreateApplicationBuilder();
        host.Services.AddLiveFeedClient(options =>
        {
            options.Address = new Uri("ftp://feed.example");
            options.BatchEvents = 0;
            options.MaxAttempts = 0;
            options.Silence = TimeSpan.Zero;
        });
        using var app = host.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(End));
        foreach (var name in (string[])["Address", "BatchEvents", "MaxAttempts", "Silence"])
        {
            Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_host_the_settings_are_checked_too()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => new LiveFeedClient(new LiveFeedClientOptions()));

        Assert.Contains("Address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_below_a_path_is_reached_there()
    {
        await using var scripted = new ScriptedClient(options => options.Address = new Uri("http://feed.example/live/feed"));
        await using var reading = scripted.Read();

        Assert.Equal("GET /live/feed/events?envelope=true", (await scripted.Service.NextAsync()).Target);
    }
}

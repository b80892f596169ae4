using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Log.Runs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Support;

/// <summary>
/// The whole service in this process, on a real socket (Kestrel, port 0), with a memory log and no metrics of its own
/// unless the settings say otherwise. Disposing it stops it as SIGTERM would.
/// </summary>
internal sealed class LiveFeedServer : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = new()
    {
        ["Urls"] = "http://127.0.0.1:0",
        ["hostBuilder:reloadConfigOnChange"] = "false", // watching takes one of the few watchers that a user may have
        ["LiveFeed:Log:Provider"] = "memory",
        ["LiveFeed:Metrics:Enabled"] = "false",
        ["LiveFeed:Rooms:FollowerEventsPerSecond"] = "0", // nothing is in the log but what a test publishes
        ["LiveFeed:Delivery:FlushWindow"] = "00:00:00",

        // One loop offers everyone everything in order: what one client has been sent tells what others have been offered.
        ["LiveFeed:Delivery:Lanes"] = "1",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",

        // How many descriptors this machine has is no test's concern.
        ["Logging:LogLevel:LiveFeed.Hosting.Listening.ConnectionCapacity"] = "Error",
    };

    private readonly Action<IServiceCollection>? _services;

    /// <param name="settings">
    /// Settings without the leading <c>LiveFeed:</c>, as <c>("Log:MaxEvents", "10")</c>. Others, such as the web server's,
    /// begin with a slash: <c>("/Kestrel:…", "…")</c>.
    /// </param>
    internal LiveFeedServer(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    internal LiveFeedServer(Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        _services = services;
        foreach (var (key, value) in settings)
        {
            _settings[key.StartsWith('/') ? key[1..] : $"LiveFeed:{key}"] = value;
        }

        // The port is a setting: given here, it would be set while the server may have started already, a race that fails.
        UseKestrel();
        StartServer();
        Address = ClientOptions.BaseAddress;
        Http = new HttpClient { BaseAddress = Address };
    }

    internal Uri Address { get; }

    internal HttpClient Http { get; }

    internal IEventLog Log => Services.GetRequiredService<IEventLog>();

    internal FeedHub Hub => Services.GetRequiredService<FeedHub>();

    internal Task<SseConnection> FollowAsync(string pathAndQuery, params (string Name, string Value)[] headers) =>
        SseConnection.OpenAsync(new Uri(Address, pathAndQuery), headers);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        if (_services is not null)
        {
            builder.ConfigureTestServices(_services);
        }
    }

    /// <summary>
    /// The program disposes of its services itself when it has stopped, and the factory does not wait for that: the next
    /// server would find the log in use.
    /// </summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_settings.GetValueOrDefault("LiveFeed:Log:Path") is { } path && File.Exists(path))
        {
            await Deadline.UntilAsync(() => IsFree(path), "the log is closed");
        }
    }

    private static bool IsFree(string path)
    {
        try
        {
            FileOwnership.Take(path).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    protected override void Dispose(bool disposing)
    {
        Http?.Dispose();
        base.Dispose(disposing);
    }
}

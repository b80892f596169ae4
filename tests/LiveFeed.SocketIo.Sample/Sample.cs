using System.Globalization;
using LiveFeed.Hosting;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Streaming.SocketIo.Engine;

namespace LiveFeed.SocketIo.Sample;

/// <summary>
/// What the official test suites of Engine.IO and Socket.IO ask of a server: at <c>/engine.io/</c> every message comes back;
/// at <c>/socket.io/</c> the namespaces <c>/</c> and <c>/custom</c> tell what the client gave as <c>auth</c>, and answer
/// <c>message</c> and <c>message-with-ack</c>. <c>make socketio-sample PORT=3000</c>.
/// </summary>
internal static class Sample
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["LiveFeed:SocketIo:PingInterval"] = "00:00:00.300",
        ["LiveFeed:SocketIo:PingTimeout"] = "00:00:00.200",
        ["LiveFeed:SocketIo:MaxPayload"] = "1000000",
        ["LiveFeed:SocketIo:ConnectTimeout"] = "00:00:02",
        ["LiveFeed:Cors:Origins:0"] = "*",
        ["LiveFeed:Access:Anonymous"] = "all",
        ["LiveFeed:Log:Provider"] = "memory",
        ["LiveFeed:Metrics:Enabled"] = "false",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    };

    private static async Task Main(string[] args)
    {
        var port = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 3000;
        await using var app = Build(port);
        await app.StartAsync();
        await WarmUp.RunAsync(new Uri(app.Urls.First()));
        Console.WriteLine($"Engine.IO and Socket.IO samples at {app.Urls.First()}, until Ctrl+C");
        await app.WaitForShutdownAsync();
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration["Urls"] = $"http://localhost:{port}";
        builder.Services.AddSingleton(services => new EngineMapping(
            "/engine.io/",
            new EngineOptions
            {
                PingInterval = TimeSpan.FromMilliseconds(300),
                PingTimeout = TimeSpan.FromMilliseconds(200),
                MaxPayload = 1_000_000,
            },
            new EchoApplication()));
        builder.AddLiveFeed();

        var app = builder.Build();
        app.UseLiveFeed();
        app.MapSocketIoNamespace("/", Echo);
        app.MapSocketIoNamespace("/custom", Echo);
        return app;
    }

    private static void Echo(SocketIoNamespace ns) => ns
        .OnConnected(socket => socket.Emit("auth", socket.Auth))
        .On("message", e => e.Socket.Emit("message-back", e.Arguments))
        .On("message-with-ack", e => e.Ack(e.Arguments));
}

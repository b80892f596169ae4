using System.Globalization;
using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Servers;

/// <summary>A server that takes part: how it is called in the tables and how it is started.</summary>
internal sealed record Contender(string Name, Func<ServerProcess> Start)
{
    private const string TempName = "livefeed-bench-";
    private const string SocketIoPath = "/socket.io/?EIO=4&transport=websocket";
    private const string ConnectPacket = "40"; // a message of Engine.IO with Socket.IO's CONNECT
    private const string SignalRHandshake = """{"protocol":"json","version":1}""" + SignalREnd;
    private const string SignalREnd = "\u001e";
    private const string Nginx = "/usr/sbin/nginx"; // where Debian puts it, which is on no user's path
    private const string NchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so";

    /// <summary>What leaving nchan out means and how it is had.</summary>
    internal const string NchanMissing = "nchan is left out: it is not installed (Debian: nginx-light libnginx-mod-nchan).";

    internal static bool HasNchan => File.Exists(Nginx) && File.Exists(NchanModule);

    private static string Dotnet =>
        Environment.ProcessPath is { } path && path.EndsWith("/dotnet", StringComparison.Ordinal) ? path : "dotnet";

    internal static Contender Floor(Cores cores) => new("floor: send() only", () =>
    {
        var target = new Target(ServerProcess.FreePort());
        var command = cores.OnServerCores([Dotnet, Built("LiveFeed.Bench"), "floor", Text(target.Port)]);
        return ServerProcess.Start(command, Directory.CreateTempSubdirectory(TempName), target);
    });

    internal static Contender Nchan(Cores cores) => new("nchan (nginx, C)", () =>
    {
        var target = new Target(ServerProcess.FreePort());
        var folder = Directory.CreateTempSubdirectory(TempName);
        File.WriteAllText(Path.Combine(folder.FullName, "nginx.conf"), NchanSettings(target.Port));
        var command = cores.OnServerCores([Nginx, "-p", folder.FullName, "-c", "nginx.conf", "-e", "error.log"]);
        return ServerProcess.Start(command, folder, target, measureChild: true);
    });

    internal static Contender Idiomatic(Cores cores) => new("TypedResults.ServerSentEvents", () =>
    {
        var target = new Target(ServerProcess.FreePort());
        var command = cores.OnServerCores(
            [Dotnet, Built("LiveFeed.Bench.Idiomatic"), "--urls", $"http://127.0.0.1:{target.Port}"]);
        return ServerProcess.Start(command, Directory.CreateTempSubdirectory(TempName), target);
    });

    /// <summary>A hub of ASP.NET Core SignalR, its clients on WebSockets with JSON.</summary>
    /// <param name="cores">Where it runs.</param>
    /// <param name="settings">Further arguments of its command: <c>--redis</c> and a backplane's address.</param>
    internal static Contender SignalR(Cores cores, params string[] settings) => new("SignalR", () =>
    {
        var target = new Target(ServerProcess.FreePort(), "/signalr", "/signalr-events")
        {
            IsWebSocket = true,
            FirstMessages = [SignalRHandshake],
            BodyBefore = "\"",
            BodyAfter = "\"",
            Socket = new SocketPublishing("/signalr-producers", Invoke("Publish"), Invoke("PublishMany"), """{"type":3""")
            {
                FirstMessages = [SignalRHandshake],
            },
        };
        var command = cores.OnServerCores(
            [Dotnet, Built("LiveFeed.Bench.Idiomatic"), "--urls", $"http://127.0.0.1:{target.Port}", .. settings]);
        return ServerProcess.Start(command, Directory.CreateTempSubdirectory(TempName), target);
    });

    /// <summary>npm's ws, which the test command installs; see <see cref="HasNpmWs"/>.</summary>
    internal static Contender NpmWs(Cores cores) => new("npm ws", () =>
    {
        var target = new Target(ServerProcess.FreePort(), "/") { IsWebSocket = true };
        var command = cores.OnServerCores(["node", Path.Combine(Clients, "bench-server.mjs"), Text(target.Port)]);
        return ServerProcess.Start(command, Directory.CreateTempSubdirectory(TempName), target);
    });

    internal static bool HasNpmWs => Directory.Exists(Path.Combine(Clients, "node_modules/ws"));

    /// <summary>The Socket.IO server of npm, its clients on WebSockets; see <see cref="HasNpmSocketIo"/>.</summary>
    /// <param name="cores">Where it runs.</param>
    /// <param name="settings">Further arguments of its command: the address of the adapter's Redis.</param>
    internal static Contender NpmSocketIo(Cores cores, params string[] settings) => new("npm socket.io", () =>
    {
        var target = new Target(ServerProcess.FreePort(), SocketIoPath)
        {
            IsWebSocket = true,
            Replies = [ConnectPacket],
            BodyBefore = settings.Length == 0 ? "" : "\"",
            BodyAfter = settings.Length == 0 ? "" : "\"",
            Socket = new SocketPublishing(SocketIoPath, SocketIoPublish, SocketIoPublish, "43/producers,")
            {
                Replies = [$"{ConnectPacket}/producers,"],
            },
        };
        var command = cores.OnServerCores(
            ["node", Path.Combine(Clients, "bench-socketio.mjs"), Text(target.Port), .. settings]);
        return ServerProcess.Start(command, Directory.CreateTempSubdirectory(TempName), target);
    });

    internal static bool HasNpmSocketIo => Directory.Exists(Path.Combine(Clients, "node_modules/socket.io"));

    internal static bool HasNpmSocketIoRedis =>
        Directory.Exists(Path.Combine(Clients, "node_modules/@socket.io/redis-adapter"));

    /// <summary>LiveFeed with Socket.IO clients on WebSockets. The load generator answers no ping: they are rare.</summary>
    internal static Contender LiveFeedSocketIo(Cores cores) =>
        LiveFeed(cores, ["--LiveFeed:SocketIo:PingInterval=00:10:00"], new Target(0, SocketIoPath)
        {
            IsWebSocket = true,
            Replies = [ConnectPacket, """42["subscribe","bench"]"""],
        }) with
        {
            Name = "LiveFeed, Socket.IO",
        };

    // Beside this project in the repository.
    private static string Clients => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../tests/clients"));

    /// <param name="cores">Where it runs.</param>
    /// <param name="settings">Settings that differ from the defaults, as on the command line.</param>
    /// <param name="count">On how many cores.</param>
    /// <param name="isWebSocket">Its clients are WebSockets.</param>
    internal static Contender LiveFeed(Cores cores, string[] settings, int count = 1, bool isWebSocket = false)
    {
        var clients = new Target(0, isWebSocket ? "/ws?topic=bench" : "/events?topic=bench") { IsWebSocket = isWebSocket };
        return LiveFeed(cores, settings, clients, count);
    }

    // The clients as the target says; its port and bodies are the service's.
    private static Contender LiveFeed(Cores cores, string[] settings, Target clients, int count = 1) => new(
        "LiveFeed", () =>
    {
        var target = clients with
        {
            Port = ServerProcess.FreePort(),
            BodyBefore = """{"topic":"bench","data":" """.TrimEnd(),
            BodyAfter = "\"}",
            Socket = new SocketPublishing(
                "/ws",
                data => $$"""{"type":"publish","id":1,"topic":"bench","data":{{data}}}""",
                events => $$"""{"type":"publish","id":1,"events":{{events}}}""",
                """{"type":"ack""")
            {
                Event = data => $$"""{"topic":"bench","data":{{data}}}""",
            },
        };
        var folder = Directory.CreateTempSubdirectory(TempName);
        var command = cores.OnServerCores(
            [
                Dotnet, Built("LiveFeed"), "--urls", $"http://127.0.0.1:{target.Port}",
                $"--LiveFeed:Log:Path={Path.Combine(folder.FullName, "livefeed.db")}", .. settings,
            ],
            count);
        return ServerProcess.Start(command, folder, target);
    });

    /// <summary>The Release build of a project beside this one: <c>artifacts/bin/PROJECT/release/PROJECT.dll</c>.</summary>
    private static string Built(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../..", project, "release", $"{project}.dll"));

    // An invocation with an answer.
    private static Func<string, string> Invoke(string method) => argument =>
        $$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[{{argument}}]}""" + SignalREnd;

    private static string SocketIoPublish(string argument) => $"""42/producers,1["publish",{argument}]""";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string NchanSettings(int port) => $$"""
        load_module {{NchanModule}};
        daemon off;
        worker_processes 1;
        worker_rlimit_nofile {{Math.Min(ProcessFigures.OpenFilesLimit(), 100_000)}};
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 18000; }
        http {
            access_log off;
            keepalive_requests 100000000;
            nchan_shared_memory_size 512M;
            client_body_temp_path temp; proxy_temp_path temp;
            fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
            server {
                listen 127.0.0.1:{{port}} backlog=4096;
                location = /events {
                    nchan_pubsub;
                    nchan_subscriber eventsource;
                    nchan_publisher http;
                    nchan_channel_id bench;
                    nchan_message_buffer_length 100;
                    nchan_message_timeout 1m;
                }
            }
        }
        """;
}

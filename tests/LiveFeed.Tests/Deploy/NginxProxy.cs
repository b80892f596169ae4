using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>
/// A real nginx with <c>deploy/nginx.conf</c>, before two nodes. Only ports, paths and numbers are a test's own.
/// </summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    private static readonly string[] Temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    private readonly HeldPort _port = new();
    private readonly TempFolder _folder = new();
    private readonly ChildProcess _process;

    private NginxProxy(Uri one, Uri other)
    {
        ProxyCertificate.WriteTo(_folder);
        var file = _folder.File("nginx.conf");
        File.WriteAllText(file, Text(one, other));
        _process = new ChildProcess(new ProcessStartInfo(
            DebianProgram.Need("nginx"), ["-p", _folder.Path, "-c", file, "-e", "stderr", "-g", "daemon off;"]));
    }

    internal Uri Address => new($"https://localhost:{_port.Number}");

    internal static Task<NginxProxy> StartAsync(LiveFeedServer one, LiveFeedServer? other = null) =>
        StartAsync(one.Address, (other ?? one).Address);

    internal static async Task<NginxProxy> StartAsync(Uri one, Uri other)
    {
        var nginx = new NginxProxy(one, other);
        try
        {
            await Deadline.UntilAsync(nginx.ListensAsync, "nginx listens");
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of this proxy from an address of its own, which takes the test's certificate.</summary>
    /// <param name="from">Any address of the loop-back network.</param>
    internal HttpClient Client(string from = "127.0.0.1")
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = TestCertificate.AnyIsFine,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(from), 0));
                await socket.ConnectAsync(System.Net.IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = Address, DefaultRequestVersion = System.Net.HttpVersion.Version20 };
    }

    // Its workers end with it, but not when it is killed.
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync().WithinDeadline();
            await _process.WaitForExitAsync().WithinDeadline();
        }

        _process.Dispose();
        _folder.Dispose();
        _port.Dispose();
    }

    private string Text(Uri one, Uri other)
    {
        var folders = Temporary.Select(name => $"{name}_temp_path {_folder.File(name)};");
        return DeployFolder.Read("nginx.conf").With(
            ("user www-data;", ""),
            ("worker_processes auto;", "worker_processes 1;"),
            ("worker_rlimit_nofile 200000;", ""),
            ("worker_connections 100000;", "worker_connections 512;"),
            ("pid /run/nginx.pid;", $"pid {_folder.File("nginx.pid")};"),
            ("error_log /var/log/nginx/error.log warn;", "error_log stderr warn;"),
            ("http {\n", $"http {{\n{string.Join('\n', folders)}\n"),
            ("/etc/ssl/livefeed", _folder.Path),
            ("listen 443 ", $"listen 127.0.0.1:{_port.Number} "),
            ("listen [::]:443 ssl http2;", ""),
            ("127.0.0.1:5081", one.Authority),
            ("127.0.0.1:5082", other.Authority));
    }

    private async Task<bool> ListensAsync()
    {
        Assert.False(_process.HasExited, _process.Output);
        try
        {
            using var client = Client();
            using var answer = await client.GetAsync(new Uri("/healthz/live", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

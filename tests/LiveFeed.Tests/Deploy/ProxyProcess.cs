using System.Diagnostics;
using System.Net.Sockets;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>
/// A real proxy with its file from <c>deploy/</c>, before two nodes, by HTTPS. Only ports, paths and numbers are a test's
/// own.
/// </summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private readonly HeldPort _port = new();
    private readonly TempFolder _folder = new();
    private readonly ChildProcess _process;

    private ProxyProcess(Func<TempFolder, int, ProcessStartInfo> prepare)
    {
        ProxyCertificate.WriteTo(_folder);
        _process = new ChildProcess(prepare(_folder, _port.Number));
    }

    internal Uri Address => new($"https://localhost:{_port.Number}");

    /// <summary>Starts it and waits until a node answers through it.</summary>
    /// <param name="prepare">Writes its file to the folder, for this port, and says how it is started.</param>
    internal static async Task<ProxyProcess> StartAsync(Func<TempFolder, int, ProcessStartInfo> prepare)
    {
        var proxy = new ProxyProcess(prepare);
        try
        {
            await Deadline.UntilAsync(proxy.AnswersAsync, "the proxy answers");
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
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

    /// <summary>Stops it; returns all that it has written.</summary>
    internal async Task<string> StopAsync()
    {
        await _process.SignalAsync("TERM"); // its workers end with it, but not when it is killed
        await _process.WaitForExitAsync().WithinDeadline();
        return _process.Output;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _folder.Dispose();
        _port.Dispose();
    }

    private async Task<bool> AnswersAsync()
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

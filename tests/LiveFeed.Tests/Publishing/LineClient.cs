using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Publishing;

/// <summary>A producer that speaks the line protocol to a server that has it.</summary>
internal sealed class LineClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpClient _tcp = new();
    private readonly Task _serving;
    private StreamReader? _answers;

    private LineClient(LiveFeedServer server, TaskCompletionSource<EndPoint> listening, IPAddress address) =>
        _serving = ActivatorUtilities.CreateInstance<LineProtocol>(server.Services)
            .ServeAsync(new IPEndPoint(address, 0), listening, _stopping.Token);

    /// <param name="server">What the protocol brings events to.</param>
    /// <param name="secret">A key, a token, or nothing.</param>
    internal static async Task<LineClient> ConnectAsync(LiveFeedServer server, string secret = "")
    {
        var listening = new TaskCompletionSource<EndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = new LineClient(server, listening, IPAddress.Loopback);
        var endpoint = (IPEndPoint)await listening.Task.WithinDeadline();
        await client._tcp.ConnectAsync(endpoint, TestContext.Current.CancellationToken);
        client._answers = new StreamReader(client._tcp.GetStream());
        await client.SendAsync(secret);
        return client;
    }

    /// <summary>How listening at this address ends.</summary>
    internal static async Task<Exception?> ListenAsync(LiveFeedServer server, IPAddress address)
    {
        var listening = new TaskCompletionSource<EndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = new LineClient(server, listening, address);
        await Task.WhenAny(client._serving, listening.Task).WithinDeadline();
        return client._serving.Exception?.InnerException;
    }

    internal async Task<string> PublishAsync(string line)
    {
        await SendAsync(line);
        return await ReadAsync();
    }

    internal async Task SendAsync(string lines) =>
        await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{lines}\n"), TestContext.Current.CancellationToken);

    internal async Task<string> ReadAsync() =>
        await _answers!.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WithinDeadline() ?? "ended";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _tcp.Dispose();
        await _serving.ContinueWith(_ => { }, TaskScheduler.Default); // however it ends: the test looks at its answers
        _answers?.Dispose();
        _stopping.Dispose();
    }
}

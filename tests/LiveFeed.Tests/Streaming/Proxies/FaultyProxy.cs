using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>
/// A TCP proxy as bad as networks are: it delays, holds bytes back, cuts connections with and without a word, closes one
/// half, and stalls. What it does to a connection is drawn from a seed.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly Random _random;
    private readonly int _maxBytes;
    private readonly Task _accepting;

    /// <param name="target">Where the service is.</param>
    /// <param name="seed">Of what it does.</param>
    /// <param name="maxBytes">No connection brings more than this before it breaks.</param>
    internal FaultyProxy(Uri target, int seed, int maxBytes)
    {
        (_target, _random, _maxBytes) = (target, new Random(seed), maxBytes);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    private enum Fault
    {
        Cut,
        Reset,
        HalfClose,
        Stall,
    }

    internal Uri Address { get; }

    /// <summary>How many connections it has broken.</summary>
    internal int Faults { get; private set; }

    /// <summary>From now on it only forwards.</summary>
    internal bool IsHealthy { get; set; }

    /// <summary>From now on it ends every connection at once.</summary>
    internal bool IsDown { get; set; }

    /// <summary>Cuts all connections of now.</summary>
    internal void Cut()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                if (IsDown)
                {
                    client.Dispose();
                    continue;
                }

                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(client);
                _sockets.Add(server);
                await server.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                var (fault, after) = ((Fault)_random.Next(4), _random.Next(500, _maxBytes));
                _ = ForwardAsync(client, server, null, 0);
                _ = ForwardAsync(server, client, fault, after);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // It is stopped.
        }
    }

    private async Task ForwardAsync(Socket from, Socket to, Fault? fault, int after)
    {
        var buffer = new byte[4_096];
        try
        {
            for (var forwarded = 0; await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var read; forwarded += read)
            {
                if (fault is { } what && !IsHealthy && forwarded + read > after)
                {
                    await to.SendAsync(buffer.AsMemory(0, Math.Max(0, after - forwarded)), _stop.Token);
                    await BreakAsync(from, to, what);
                    return;
                }

                if (fault is not null && !IsHealthy && forwarded % 3 == 0)
                {
                    await Task.Delay(Held, TimeProvider.System, _stop.Token); // buffers what comes meanwhile
                }

                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private async Task BreakAsync(Socket server, Socket client, Fault fault)
    {
        Faults++;
        switch (fault)
        {
            case Fault.HalfClose:
                client.Shutdown(SocketShutdown.Send); // the service still believes in its client
                return;
            case Fault.Stall:
                await Task.Delay(10 * Held, TimeProvider.System, _stop.Token);
                break;
            case Fault.Reset:
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                break;
        }

        client.Dispose();
        server.Dispose();
    }
}

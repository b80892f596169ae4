using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Faults.Load;

/// <summary>Opens connections as fast as it can that are of no use, and keeps the newest of them.</summary>
internal sealed class Squat(Uri address, string beginning, bool resets, int kept)
{
    // The machine is shared with the clients that are to go on.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _beginning = Encoding.ASCII.GetBytes(beginning);
    private readonly Queue<Socket> _sockets = new();

    /// <summary>How many it has opened.</summary>
    internal int Opened { get; private set; }

    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await OpenAsync(stop);
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // It is enough.
        }

        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Enqueue(socket);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), stop);
            Opened++;
            await socket.SendAsync(_beginning, stop);
        }
        catch (SocketException)
        {
            // It is ended already; the next one.
        }

        if (resets)
        {
            socket.LingerState = new LingerOption(true, 0);
        }

        while (_sockets.Count > kept)
        {
            _sockets.Dequeue().Dispose();
        }
    }
}

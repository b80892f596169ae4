using System.Net;
using System.Net.Sockets;

namespace LiveFeed.Tests.Support;

/// <summary>Connections on which nothing more is asked than they begin with.</summary>
internal sealed class Squatters : IDisposable
{
    private readonly List<Socket> _sockets = [];

    internal static async Task<Squatters> ConnectAsync(Uri address, int count, byte[]? beginning = null)
    {
        var squatters = new Squatters();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            squatters._sockets.Add(socket);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port)).WithinDeadline();
                await socket.SendAsync(beginning ?? []).WithinDeadline();
            }
            catch (SocketException e) when (IsEnd(e))
            {
                // It is ended already, for others need its place. None is refused: that would be a fault.
            }
        }

        return squatters;
    }

    /// <summary>Waits until each has the beginning of its answer, or is ended: then none has a request any more.</summary>
    internal async Task UntilAnsweredOrEndedAsync()
    {
        var first = new byte[1];
        foreach (var socket in _sockets.Where(socket => socket.Connected))
        {
            try
            {
                await socket.ReceiveAsync(first).WithinDeadline();
            }
            catch (SocketException e) when (IsEnd(e))
            {
                // It is ended.
            }
        }
    }

    private static bool IsEnd(SocketException e) =>
        e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
}

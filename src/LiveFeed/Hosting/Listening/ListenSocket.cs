using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// The sockets that the service listens on. On Linux the accepted connections inherit what is set here, at no cost. So the
/// kernel asks an idle connection whether its other end is still there.
/// </summary>
internal static class ListenSocket
{
    // The kernel asks after one idle minute (its own default of two hours is of no use), and ends the connection two minutes
    // later.
    private const int KeepAliveSeconds = 60;
    private const int KeepAliveInterval = 30;
    private const int KeepAliveProbes = 4;

    private const int SocketLevel = 1; // SOL_SOCKET of Linux
    private const int ReusePort = 15; // SO_REUSEPORT of Linux

    /// <summary>
    /// Like the server's own socket. An IP endpoint with several sockets gets one of them; the kernel spreads new
    /// connections among them.
    /// </summary>
    internal static Socket Bind(EndPoint endpoint) =>
        endpoint is IPEndPoint ip && MultiSocketTransport.Sockets > 1 ? BindShared(ip) : BindAlone(endpoint);

    /// <summary>A shared endpoint lets another process share it too. So this first checks whether one is there.</summary>
    /// <exception cref="AddressInUseException">Another process listens there.</exception>
    internal static void ThrowIfTaken(IPEndPoint endpoint)
    {
        try
        {
            BindAlone(endpoint).Dispose();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(e.Message, e);
        }
    }

    private static Socket BindAlone(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            KeepAlive(socket);
        }

        return socket;
    }

    private static Socket BindShared(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true; // as Kestrel does for a single socket
            }

            socket.SetRawSocketOption(SocketLevel, ReusePort, BitConverter.GetBytes(1));
            KeepAlive(socket);
            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
    }
}

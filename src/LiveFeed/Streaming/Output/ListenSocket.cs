using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// The sockets that the service listens on. What is set here, each connection that they accept inherits (Linux), at no cost:
/// that the kernel finds out when the other end is gone without a word (its network, its power).
/// </summary>
internal static class ListenSocket
{
    private const int UserTimeout = 18; // TCP_USER_TIMEOUT of Linux

    // An idle connection is asked after a minute (the kernel's own two hours are of no use), and ends two minutes after.
    private const int KeepAliveSeconds = 60;
    private const int KeepAliveInterval = 30;
    private const int KeepAliveProbes = 4;

    // Who is there but does not read is to be cut off, and counted, by its stream before the kernel does it.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    /// <param name="endpoint">Where to listen.</param>
    /// <param name="stalledAfter">
    /// What was sent and not acknowledged for so long, and a little more, ends the connection: a heartbeat is enough. Zero: by
    /// the kernel's own rules, some 15 minutes.
    /// </param>
    internal static Socket Bind(EndPoint endpoint, TimeSpan stalledAfter)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (socket.ProtocolType != ProtocolType.Tcp)
        {
            return socket;
        }

        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        if (OperatingSystem.IsLinux() && stalledAfter > TimeSpan.Zero)
        {
            var milliseconds = (int)(stalledAfter + After).TotalMilliseconds;
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, UserTimeout, BitConverter.GetBytes(milliseconds));
        }

        return socket;
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using LiveFeed.Clients;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>What Linux knows of the other end of a TCP connection: how many bytes it has acknowledged.</summary>
internal sealed class TcpPeer(Socket socket) : IPeer
{
    // TCP_INFO of Linux; in struct tcp_info, since 4.1, tcpi_bytes_acked.
    private const int TcpInfo = 11;
    private const int BytesAckedAt = 120;

    /// <summary>A stream's peer; null where the connection's bytes are not all its own (HTTP/2), or nobody counts them.</summary>
    internal static TcpPeer? Of(HttpContext context) =>
        OperatingSystem.IsLinux() && HttpProtocol.IsHttp11(context.Request.Protocol) &&
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
            ? new TcpPeer(socket)
            : null;

    public long Taken
    {
        get
        {
            Span<byte> info = stackalloc byte[BytesAckedAt + sizeof(long)];
            try
            {
                var length = socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info);
                return length == info.Length ? BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedAt..]) : 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return 0; // it has ended
            }
        }
    }
}

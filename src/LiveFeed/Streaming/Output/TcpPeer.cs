using System.Buffers.Binary;
using System.Net.Sockets;
using LiveFeed.Clients;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// What Linux knows of the other end of a TCP connection: how much it has acknowledged, and whether more is under way.
/// </summary>
internal sealed class TcpPeer(Socket socket) : IPeer
{
    // TCP_INFO of Linux. In struct tcp_info (4.6 and later), the offsets of: segments sent and not acknowledged, bytes
    // acknowledged, bytes not sent.
    private const int TcpInfo = 11;
    private const int UnackedAt = 24;
    private const int BytesAckedAt = 120;
    private const int NotSentBytesAt = 144;

    /// <summary>A stream's peer; null when the connection carries other bytes too (HTTP/2), or nobody counts them.</summary>
    internal static TcpPeer? Of(HttpContext context) =>
        OperatingSystem.IsLinux() && HttpProtocol.IsHttp11(context.Request.Protocol) &&
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket
            ? new TcpPeer(socket)
            : null;

    public PeerProgress Look()
    {
        Span<byte> info = stackalloc byte[NotSentBytesAt + sizeof(int)];
        try
        {
            var length = socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info);
            return length < info.Length
                ? default
                : new PeerProgress(
                    BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedAt..]),
                    Waits: (ReadInt(info[UnackedAt..]) | ReadInt(info[NotSentBytesAt..])) != 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return default; // the connection has ended
        }
    }

    private static int ReadInt(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);
}

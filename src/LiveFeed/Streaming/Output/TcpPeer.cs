using System.Buffers.Binary;
using System.Net.Sockets;
using LiveFeed.Clients;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// What Linux knows of the other end of a TCP connection: what it has acknowledged, and whether there is more for it.
/// </summary>
internal sealed class TcpPeer(Socket socket) : IPeer
{
    // TCP_INFO of Linux, and where in struct tcp_info (4.6 and later) it has segments sent and not acknowledged, bytes
    // acknowledged, and bytes not sent.
    private const int TcpInfo = 11;
    private const int UnackedAt = 24;
    private const int BytesAckedAt = 120;
    private const int NotSentBytesAt = 144;

    /// <summary>
    /// A stream's peer; null where the connection's bytes are not all its own (HTTP/2), or nobody counts them.
    /// </summary>
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
            return default; // it has ended
        }
    }

    private static int ReadInt(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);
}

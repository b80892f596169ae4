using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// send(2) without the layers of <see cref="Socket.Send(ReadOnlySpan{byte})"/>, which read several objects a connection.
/// With thousands of connections each read is a cache miss; together they cost half as much as the system call.
/// </summary>
internal static partial class NativeSocket
{
    private const int DontWait = 0x40; // MSG_DONTWAIT, MSG_NOSIGNAL of Linux
    private const int NoSignal = 0x4000;
    private const int TryAgain = 11; // EAGAIN
    private const int Interrupted = 4; // EINTR

    /// <summary>Sends what the kernel takes now. Never waits.</summary>
    /// <returns>How many bytes that was; -1 when the connection has ended.</returns>
    /// <exception cref="ObjectDisposedException">The socket was closed here.</exception>
    internal static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var sent = Send(socket, ref MemoryMarshal.GetReference(bytes), bytes.Length, DontWait | NoSignal);
            if (sent >= 0)
            {
                return (int)sent;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case TryAgain:
                    return 0;
                case Interrupted:
                    continue;
                default:
                    return -1;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeSocketHandle socket, ref byte bytes, nint length, int flags);
}

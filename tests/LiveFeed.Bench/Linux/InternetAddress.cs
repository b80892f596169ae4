using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LiveFeed.Bench.Linux;

/// <summary><c>sockaddr_in</c>: an IPv4 address and port, in the network's byte order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct InternetAddress(uint address, int port)
{
    internal const int Size = 16;

    private const uint Loopback = 0x7f00_0001;

    // An address gives some 28,000 connections to one port: 50 are enough for a million, and few enough to be quick.
    private const int Sources = 50;

    private readonly ushort _family = Libc.AddressFamilyInternet;
    private readonly ushort _port = BinaryPrimitives.ReverseEndianness((ushort)port);
    private readonly uint _address = BinaryPrimitives.ReverseEndianness(address);
    private readonly ulong _zero = 0;

    /// <summary>127.0.0.1.</summary>
    internal static InternetAddress Local(int port) => new(Loopback, port);

    /// <summary>
    /// The n-th of the addresses 127.0.1.y. Connections come from several, as one address has too few ports.
    /// </summary>
    internal static InternetAddress Source(int number) => new(Loopback + 0x101 + (uint)(number % Sources), 0);
}

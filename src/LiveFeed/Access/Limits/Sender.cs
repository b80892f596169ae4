using System.Net;
using System.Net.Sockets;
using LiveFeed.Access.Authorization;

namespace LiveFeed.Access.Limits;

/// <summary>A sender: user, key and address. Limits per sender count by it.</summary>
/// <param name="User">From its token; null without one.</param>
/// <param name="Key">The name of its API key; null without one.</param>
/// <param name="Network">
/// The IPv4 address, or the /64 of an IPv6 address, because one subscriber has a /64. Null on a Unix socket.
/// </param>
internal readonly record struct Sender(string? User, string? Key, IPAddress? Network)
{
    private const int SubscriberBytes = 8; // of the 16 of an IPv6 address

    /// <param name="address">Null on a Unix socket.</param>
    /// <param name="caller">The caller.</param>
    internal static Sender Of(IPAddress? address, Caller caller) => new(caller.User, caller.Key, NetworkOf(address));

    /// <summary>The sender for limits by credentials. Only a sender without credentials keeps its address.</summary>
    internal Sender ByCredentialsOrNetwork() => User is null && Key is null ? this : this with { Network = null };

    private static IPAddress? NetworkOf(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[SubscriberBytes..].Clear();
        return new IPAddress(bytes);
    }
}

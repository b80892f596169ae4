using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace LiveFeed.Access;

/// <summary>Who sends a request, for limits that are counted by sender.</summary>
/// <param name="User">By its credentials; null for who has none.</param>
/// <param name="Network">The IPv4 address, or the /64 of an IPv6 one, which is what one subscriber has; null on a Unix socket.</param>
internal readonly record struct Sender(string? User, IPAddress? Network)
{
    private const int SubscriberBytes = 8; // of the 16 of an IPv6 address

    internal static Sender Of(HttpContext context) => new(UserOf(context), NetworkOf(context.Connection.RemoteIpAddress));

    /// <summary>The same sender for what is counted by user, and by address only for who is no user.</summary>
    internal Sender ByUserOrNetwork() => User is null ? this : this with { Network = null };

    // HttpContext.User would make a principal for every stream without one and keep it as long as the stream.
    private static string? UserOf(HttpContext context) =>
        context.Features.Get<IHttpAuthenticationFeature>()?.User is { Identity: { IsAuthenticated: true } identity } user
            ? user.FindFirstValue("sub") ?? identity.Name
            : null;

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

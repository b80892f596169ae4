using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveFeed.Access;

/// <summary>
/// Without access control the service must not be reachable from other machines, so it refuses to start on an address
/// that is. Unix sockets and inherited handles are the operator's own doing and pass.
/// </summary>
internal static class LoopbackOnly
{
    internal static void Check(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is { } address && !IPAddress.IsLoopback(address.Address))
        {
            throw new StartRefusedException(
                $"LiveFeed has no access control yet, so it listens on loopback addresses only, not on {address}. " +
                "Use --urls http://localhost:5080, and a proxy with access control of its own in front of it.");
        }
    }
}

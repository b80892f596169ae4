using System.Net;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// Refuses to start on an address that other machines can reach, while everybody may do everything and no setting says so.
/// Every listener of every protocol asks before it listens. Unix sockets and inherited handles are the operator's choice and
/// pass.
/// </summary>
internal static class LoopbackOnly
{
    /// <param name="endpoint">Where it would listen; null for a handle without an address.</param>
    /// <param name="access">The settings of access.</param>
    /// <param name="here">The setting that makes it listen for this machine only.</param>
    /// <exception cref="StartRefusedException">Other machines could reach it.</exception>
    internal static void Check(EndPoint? endpoint, AccessOptions access, string here = "--urls http://localhost:5080")
    {
        if (access.IsOpenUnasked && IsReachable(endpoint))
        {
            throw new StartRefusedException(
                $"No setting asks for credentials, so LiveFeed listens on loopback addresses only, not on {endpoint}. " +
                "Set LiveFeed:Access:Keys (API keys) or LiveFeed:Access:Jwt (tokens), as docs/security.md shows; " +
                "or LiveFeed:Access:Anonymous=all, if everyone who reaches this address may publish, follow and end " +
                "clients; " +
                $"or listen on {here}.");
        }
    }

    /// <summary>
    /// Whether this name always means this machine. Any other name may belong to a web page whose owner points it here (DNS
    /// rebinding). The browser then takes the page and the service for one site, and no other check separates them.
    /// </summary>
    internal static bool IsName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
        host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || // RFC 6761, section 6.3
        (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsReachable(EndPoint? endpoint) => endpoint switch
    {
        IPEndPoint address => !IPAddress.IsLoopback(address.Address),
        DnsEndPoint name => !IsName(name.Host),
        _ => false,
    };
}

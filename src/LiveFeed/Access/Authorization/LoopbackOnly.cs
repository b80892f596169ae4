using System.Net;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// A service where everybody may do everything because nobody has said otherwise must not be reachable from other machines,
/// so it refuses to start on an address that is. Every listener asks before it listens, of whatever protocol. Unix sockets
/// and inherited handles are the operator's own doing and pass.
/// </summary>
internal static class LoopbackOnly
{
    /// <param name="endpoint">Where it would listen; null for a handle without an address.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="here">The setting by which it would listen for this machine only.</param>
    /// <exception cref="StartRefusedException">Other machines could reach it.</exception>
    internal static void Check(EndPoint? endpoint, AccessOptions access, string here = "--urls http://localhost:5080")
    {
        if (access.IsOpenUnasked && IsReachable(endpoint))
        {
            throw new StartRefusedException(
                $"Nobody needs credentials, so LiveFeed listens on loopback addresses only, not on {endpoint}. " +
                "Set LiveFeed:Access:Keys (API keys) or LiveFeed:Access:Jwt (tokens), as docs/security.md shows; " +
                "or LiveFeed:Access:Anonymous=all, if everyone who reaches this address may publish, follow and end " +
                "clients; " +
                $"or listen on {here}.");
        }
    }

    /// <summary>
    /// Whether it is a name by which only this machine is asked. Any other may be a page's own, whose owner has had it lead
    /// here (DNS rebinding): to the browser the page and the service are then one, and nothing else keeps them apart.
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

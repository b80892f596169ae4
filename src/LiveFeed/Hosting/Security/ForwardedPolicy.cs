using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Security;

/// <summary>Which forwarded headers are believed, of whom; asked for only where there are proxies.</summary>
internal sealed class ForwardedPolicy(IOptions<ProxyOptions> options) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions forwarded)
    {
        forwarded.ForwardedHeaders =
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

        // However many proxies there are in a row: it ends at the first address that is none of them.
        forwarded.ForwardLimit = null;

        // The framework's own are the loopback addresses, from which any local user can send.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.Value.Networks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }
    }
}

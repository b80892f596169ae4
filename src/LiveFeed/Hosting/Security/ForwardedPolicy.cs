using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Security;

/// <summary>Which forwarded headers are believed, and from which proxies. Used only when proxies are configured.</summary>
internal sealed class ForwardedPolicy(IOptions<ProxyOptions> options) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions forwarded)
    {
        forwarded.ForwardedHeaders =
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

        // Any number of proxies in a row: the search ends at the first address that is not a proxy.
        forwarded.ForwardLimit = null;

        // The framework's defaults are the loopback addresses, from which any local user can send.
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.Value.Networks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }
    }
}

using System.ComponentModel.DataAnnotations;
using System.Net;

namespace LiveFeed.Hosting.Security;

/// <summary>The setting <c>LiveFeed:Proxies</c>.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    internal const string Section = "LiveFeed";

    /// <summary>
    /// Addresses and networks (<c>10.0.0.0/8</c>) of the proxies in front. Their <c>X-Forwarded-For</c>, <c>-Proto</c> and
    /// <c>-Host</c> are believed. Default: none, because anyone can send such headers.
    /// </summary>
    public string[]? Proxies { get; set; }

    internal IEnumerable<IPNetwork> Networks =>
        (Proxies ?? []).Select(proxy => TryParse(proxy, out var network) ? network : default);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Proxies?.Length; i++)
        {
            if (!TryParse(Proxies[i], out _))
            {
                yield return new ValidationResult(
                    $"{Section}:Proxies:{i} is '{Proxies[i]}', but must be an address such as 10.1.2.3 or a network such " +
                    "as 10.0.0.0/8");
            }
        }
    }

    private static bool TryParse(string? text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}

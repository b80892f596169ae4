using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Security;

/// <summary>
/// The framework has a switch of its own, <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>, by which it believes anyone who sends
/// <c>X-Forwarded-For</c>: no limit by address would hold. Where it is on, the service does not start.
/// </summary>
internal sealed class ProxyRules(IConfiguration configuration) : IValidateOptions<ProxyOptions>
{
    private const string Switch = "ForwardedHeaders_Enabled"; // as the framework reads it, without a prefix

    public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
        "true".Equals(configuration[Switch], StringComparison.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Fail(
                $"ASPNETCORE_{Switch.ToUpperInvariant()} has anyone believed who says where a request comes from; unset " +
                $"it, and name your proxies in {ProxyOptions.Section}:Proxies.")
            : ValidateOptionsResult.Success;
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Security;

/// <summary>
/// Stops the start when the framework's own switch <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> is on. With it the framework
/// believes <c>X-Forwarded-For</c> from anyone, so no limit by address would hold.
/// </summary>
internal sealed class ProxyRules(IConfiguration configuration) : IValidateOptions<ProxyOptions>
{
    private const string Switch = "ForwardedHeaders_Enabled"; // as the framework reads it, without a prefix

    public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
        "true".Equals(configuration[Switch], StringComparison.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Fail(
                $"ASPNETCORE_{Switch.ToUpperInvariant()} lets any sender forge its address. Unset it and name your " +
                $"proxies in {ProxyOptions.Section}:Proxies.")
            : ValidateOptionsResult.Success;
}

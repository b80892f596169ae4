using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Keeps two of the framework's categories out of the log, because they may show a token: the query of each request, and the
/// part of a request that cannot be read. A setting for one provider (<c>Logging:Console:…</c>) wins over one for all. So
/// each provider that has settings gets a rule, too. Rules are added last, because the last rule of a category counts.
/// </summary>
internal sealed class LogRedaction : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Telltales =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        string?[] providers = [null, .. options.Rules.Select(rule => rule.ProviderName).OfType<string>().Distinct()];
        foreach (var rule in providers.SelectMany(
            provider => Telltales,
            (provider, category) => new LoggerFilterRule(provider, category, LogLevel.None, null)))
        {
            options.Rules.Add(rule);
        }
    }
}

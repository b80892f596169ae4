using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Keeps two of the framework's categories out of the log, in which a token may be: the query of each request, and the part
/// of it that cannot be read. A setting for one provider (<c>Logging:Console:…</c>) wins over any for all, so each that has
/// settings is told by its name; last of all, as the last rule of a category counts.
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

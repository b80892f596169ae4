using System.Net;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// Who may see why the service cannot work. The cause has paths of its disk and messages of its database, so only
/// administrators and requests from this machine see it.
/// </summary>
internal static class DiagnosticsAccess
{
    // Headers that proxies add, also proxies that the settings do not name. The framework adds the last one for a proxy that
    // they name.
    private static readonly string[] Proxied =
    [
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", HeaderNames.Via,
        "X-Original-For",
    ];

    /// <summary>What everyone else sees.</summary>
    internal static Refusal LogAway { get; } = new(
        RefusalKind.Unavailable, "The log cannot take or give events now. /healthz/ready tells administrators why.");

    /// <summary>The log's failure, with the details for operators only.</summary>
    internal static Refusal RefusalOf(LogUnavailableException e) => LogAway with { ForOperators = e.Message };

    /// <summary>The refusal, with its cause when this request may see it.</summary>
    internal static async ValueTask<FeedProblem> ProblemOfAsync(Refusal refusal, HttpContext context, AccessPolicy access) =>
        refusal.ForOperators is { } cause && await IsOneAsync(context, access) ? refusal with { Text = cause } : refusal;

    internal static async ValueTask<bool> IsOneAsync(HttpContext context, AccessPolicy access)
    {
        if (IsHere(context))
        {
            return true;
        }

        // When everybody may administer, a stranger without credentials is still no operator.
        var caller = await access.IdentifyAsync(context);
        return (caller.Key ?? caller.User) is not null && caller.MayAdminister() is null;
    }

    // A proxy that adds none of these headers (nginx with only proxy_pass) speaks HTTP/1.0.
    private static bool IsHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is var address && (address is null || IPAddress.IsLoopback(address)) &&
        !HttpProtocol.IsHttp10(context.Request.Protocol) &&
        !Array.Exists(Proxied, context.Request.Headers.ContainsKey);
}

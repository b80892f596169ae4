using System.Net;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// Who is told why the service cannot work, in which are paths of its disk and the words of its database: who may
/// administer, and who asks on this machine itself.
/// </summary>
internal static class DiagnosticsAccess
{
    // As proxies add them, also those that are not named in the settings; the last is what the framework makes of one that
    // is.
    private static readonly string[] Proxied =
    [
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", HeaderNames.Via,
        "X-Original-For",
    ];

    /// <summary>What others are told.</summary>
    internal static Refusal LogAway { get; } = new(
        RefusalKind.Unavailable, "The log cannot take or give events now. /healthz/ready tells who runs the service why.");

    /// <summary>The log's trouble, with what only those who run the service are told.</summary>
    internal static Refusal RefusalOf(LogUnavailableException e) => LogAway with { ForOperators = e.Message };

    /// <summary>A refusal with as much of its cause as this request may be told.</summary>
    internal static async ValueTask<FeedProblem> ProblemOfAsync(Refusal refusal, HttpContext context, AccessPolicy access) =>
        refusal.ForOperators is { } cause && await IsOneAsync(context, access) ? refusal with { Text = cause } : refusal;

    internal static async ValueTask<bool> IsOneAsync(HttpContext context, AccessPolicy access)
    {
        if (IsHere(context))
        {
            return true;
        }

        // Where everybody may administer, that alone makes no stranger an operator.
        var caller = await access.IdentifyAsync(context);
        return (caller.Key ?? caller.User) is not null && caller.MayAdminister() is null;
    }

    // A proxy that says nothing of itself (nginx without more than proxy_pass) speaks HTTP/1.0.
    private static bool IsHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is var address && (address is null || IPAddress.IsLoopback(address)) &&
        !HttpProtocol.IsHttp10(context.Request.Protocol) &&
        !Array.Exists(Proxied, context.Request.Headers.ContainsKey);
}

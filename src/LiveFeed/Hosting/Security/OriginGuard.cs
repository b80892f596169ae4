using LiveFeed.Access;
using LiveFeed.Access.Authentication;
using LiveFeed.Access.Origins;
using LiveFeed.Access.Authorization;
using LiveFeed.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Hosting.Security;

/// <summary>Refuses requests that a page without permission makes a browser send.</summary>
internal sealed partial class OriginGuard(
    IOptions<AccessOptions> access, IOptions<ProxyOptions> proxies, IOptions<CorsOptions> cors, ILogger<OriginGuard> logger)
{
    private const int MaxOfOrigin = 300; // max characters that the answer repeats: more than a host name has

    private readonly bool _isLocal = access.Value.IsOpenUnasked && !proxies.Value.Networks.Any();
    private readonly CorsPolicy _guests = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;

    private volatile string? _thisMachine; // the last Host that named it: nearly all requests have the same

    /// <returns>Null when the request may go on.</returns>
    internal FeedProblem? Refuse(HttpContext context)
    {
        // Applies to health as well. A service for this machine only is asked by no other name, and the reason why it is not
        // ready tells about its disk. A Unix socket has no address, and no browser reaches it.
        var request = context.Request;
        if (_isLocal && request.Host.HasValue && !IsThisMachine(request.Host) &&
            context.Connection.RemoteIpAddress is not null)
        {
            return AccessProblems.OtherHost;
        }

        if (OpensSocket(request))
        {
            return RefuseSocket(request);
        }

        return Changes(request) && SameOrigin.SiteOf(request) == FetchSite.Other && !IsGuest(request) &&
            !HasOwnCredentials(request)
            ? AccessProblems.OtherSite(OriginOf(request), request.Host.Value ?? "")
            : null;
    }

    private bool IsThisMachine(HostString host)
    {
        if (host.Value == _thisMachine)
        {
            return true;
        }

        var isThis = LoopbackOnly.IsName(host.Host);
        _thisMachine = isThis ? host.Value : _thisMachine;
        return isThis;
    }

    // What comes through a WebSocket has no origin of its own, and the browser asks nobody whether the page may open one. So
    // the handshake counts as a change, whatever credentials it has.
    private FeedProblem? RefuseSocket(HttpRequest request)
    {
        if (SameOrigin.SiteOf(request) != FetchSite.Other)
        {
            return null;
        }

        if (!IsGuest(request))
        {
            var origin = OriginOf(request);
            Log.RefusedSocket(logger, origin);
            return AccessProblems.OtherSite(origin, request.Host.Value ?? "");
        }

        if (!_guests.SupportsCredentials)
        {
            request.Headers.Cookie = default; // the browser sends them without asking whether the page may
        }

        return null;
    }

    private static bool OpensSocket(HttpRequest request) =>
        HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.Count > 0;

    private static string OriginOf(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 ? "another site" : origin[..Math.Min(origin.Length, MaxOfOrigin)];
    }

    // OPTIONS changes nothing: it asks what the page may change.
    private static bool Changes(HttpRequest request) =>
        !RequestCredentials.OnlyReads(request) && !HttpMethods.IsOptions(request.Method);

    private bool IsGuest(HttpRequest request) =>
        _guests.AllowAnyOrigin || _guests.IsOriginAllowed(request.Headers[HeaderNames.Origin].ToString());

    // A browser does not add these headers by itself, and asks first whether a page may send them.
    private bool HasOwnCredentials(HttpRequest request) =>
        RequestCredentials.Of(request, access.Value.Cookie) is { IsCookie: false };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "A WebSocket for a page of {Origin} is refused: LiveFeed:Cors:Origins does not name that origin")]
        internal static partial void RefusedSocket(ILogger logger, string origin);
    }
}

using LiveFeed.Access.Authentication;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Origins;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Access;

/// <summary>Finds the sender of an HTTP request: the caller and the address.</summary>
internal static class HttpAccess
{
    extension(AccessPolicy policy)
    {
        /// <summary>
        /// The sender of this request. From another site's page a cookie counts only if the request changes nothing.
        /// </summary>
        internal ValueTask<Caller> IdentifyAsync(HttpContext context)
        {
            var request = context.Request;
            var found = policy.KnowsCredentials ? RequestCredentials.Of(request, policy.Cookie) : null;
            var mayBeForged = found is { IsCookie: true } && !RequestCredentials.OnlyReads(request);
            return mayBeForged && SameOrigin.SiteOf(request) != FetchSite.Own
                ? ValueTask.FromResult(Caller.Refused(AccessProblems.CrossSite))
                : policy.IdentifyAsync(found?.Given, context.RequestAborted);
        }
    }

    extension(Sender)
    {
        internal static Sender Of(HttpContext context, Caller caller) =>
            Sender.Of(context.Connection.RemoteIpAddress, caller);
    }
}

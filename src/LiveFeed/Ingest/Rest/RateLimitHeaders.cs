using System.Globalization;
using LiveFeed.Access.Limits;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Ingest.Rest;

/// <summary>
/// A sender's rate in the headers of draft-ietf-httpapi-ratelimit-headers-10: the quota (q), what is left of it (r), and the
/// seconds until it is whole (t).
/// </summary>
internal static class RateLimitHeaders
{
    private const string Policy = "publish";

    /// <summary>Adds nothing without a limit. Reads what is left when the answer begins.</summary>
    internal static void AddTo(HttpResponse response, PublishAllowance allowance)
    {
        if (allowance.IsLimited)
        {
            response.OnStarting(
                static state =>
                {
                    var (response, allowance) = ((HttpResponse, PublishAllowance))state;
                    Write(response.Headers, allowance);
                    return Task.CompletedTask;
                },
                (response, allowance));
        }
    }

    private static void Write(IHeaderDictionary headers, PublishAllowance allowance)
    {
        var left = allowance.Left;
        var whole = left < allowance.PerSecond ? 1 : 0; // an empty bucket is full in a second
        headers["RateLimit-Policy"] =
            string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={allowance.PerSecond};w=1");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={left};t={whole}");
    }
}

using LiveFeed.Ingest.Rest;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Hosting.Security;

/// <summary>What pages of other origins may do. Used only when such origins are configured.</summary>
internal sealed class CrossOriginPolicy(IOptions<CrossOriginOptions> options) : IConfigureOptions<CorsOptions>
{
    /// <summary>
    /// The policy of Engine.IO paths: any header, because their clients may be told to send some (<c>extraHeaders</c>).
    /// </summary>
    internal const string Engine = "engine.io";

    // The max time that Chromium keeps an answer.
    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(2);

    public void Configure(CorsOptions cors)
    {
        cors.AddDefaultPolicy(policy => Guests(policy)
            .WithMethods("GET", "POST", "PATCH", "DELETE")
            .WithHeaders(
                HeaderNames.ContentType,
                HeaderNames.ContentEncoding,
                HeaderNames.CacheControl, // EventSource polyfills send it
                HeaderNames.Authorization,
                "X-API-Key",
                "Last-Event-ID",
                IngestEndpoints.IdempotencyKey)
            .WithExposedHeaders(HeaderNames.RetryAfter, "RateLimit", "RateLimit-Policy"));
        cors.AddPolicy(Engine, policy => Guests(policy).WithMethods("GET", "POST").AllowAnyHeader());
    }

    private CorsPolicyBuilder Guests(CorsPolicyBuilder policy)
    {
        policy.WithOrigins(options.Value.Origins ?? []).SetPreflightMaxAge(PreflightMaxAge);
        return options.Value.Credentials ? policy.AllowCredentials() : policy;
    }
}

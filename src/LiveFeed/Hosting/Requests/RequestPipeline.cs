using LiveFeed.Access.Limits;
using LiveFeed.Hosting.Listening;
using LiveFeed.Hosting.Security;
using LiveFeed.Http;
using LiveFeed.Scheduling;
using LiveFeed.Settings;
using LiveFeed.Streaming.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Requests;

/// <summary>
/// The steps between the network and the endpoints: whose headers are believed, whose pages may call, how slow a request may
/// be.
/// </summary>
internal static class RequestPipeline
{
    private static readonly TimeSpan KeepAlivePing = TimeSpan.FromMinutes(1); // after so much silence; answered within 20 s

    // Bytes of a request that are in memory before anyone reads it; nothing counts them. The web server's own number is 1
    // MiB for each connection.
    private const int RequestBuffer = 128 << 10;

    internal static void AddRequestPipeline(this IServiceCollection services)
    {
        services.AddValidated<ProxyOptions, ProxyOptionsValidator>(ProxyOptions.Section);
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyRules>();
        services.AddValidated<CrossOriginOptions, CrossOriginOptionsValidator>(CrossOriginOptions.Section);
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ForwardedPolicy>();
        services.AddSingleton<IConfigureOptions<CorsOptions>, CrossOriginPolicy>();
        services.AddSingleton<ICorsPolicyProvider, CrossOriginPolicies>();
        services.AddCors();
        services.AddSingleton<OriginGuard>();
    }

    // First of all, so that every answer goes through it. A step that is off is not added: a stream would hold it as long as
    // it lives.
    internal static void UseRequestPipeline(this WebApplication app)
    {
        app.UseLastRequests();
        app.Use((context, next) =>
            context.Features[typeof(SlotConnection)] is SlotConnection connection
                ? RunAsync(connection, context, next)
                : next(context));
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Networks.Any())
        {
            app.UseForwardedHeaders();
        }

        var door = app.Services.GetRequiredService<OriginGuard>();
        app.Use((context, next) =>
        {
            BrowserHeaders.NoSniff(context.Response);
            return door.Refuse(context)?.ExecuteAsync(context) ?? next(context);
        });
        if (app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value.IsOn)
        {
            app.UseCors();
        }
    }

    // A proxy keeps connections for its next requests. When the server closes one at that moment, a POST on it fails. So
    // once the service stops, each answer is the last one of its connection, and the proxy's next request finds another
    // node. Over HTTP/2 the server says so itself (GOAWAY).
    private static void UseLastRequests(this WebApplication app)
    {
        var stop = app.Services.GetRequiredService<ServiceStop>();
        app.Use((context, next) =>
        {
            if (stop.HasBegun && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return next(context);
        });
    }

    // While a request is served, its connection is not ended to make room for others.
    private static async Task RunAsync(SlotConnection connection, HttpContext context, RequestDelegate next)
    {
        if (!connection.TryBegin())
        {
            context.Abort();
            return;
        }

        // What one read of a connection brings over TLS may be hundreds of requests, of which FairInput does not know.
        if (context.Request.IsHttps && connection.IsTurnOver())
        {
            await Task.Yield();
        }

        try
        {
            await next(context);
        }
        finally
        {
            if (!HasGoneOver(context))
            {
                connection.EndRequest();
            }
        }
    }

    // To another protocol, which goes on after its request.
    private static bool HasGoneOver(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols &&
        context.Features.Get<DirectConnection>() is { GoesOn: true };

    internal static void Limit(this SocketTransportOptions sockets, LimitsOptions limits) =>
        sockets.MaxReadBufferSize = BufferOf(limits);

    internal static void Limit(this KestrelServerLimits server, LimitsOptions limits)
    {
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestBufferSize = BufferOf(limits); // over TLS
        server.MaxRequestHeaderCount = limits.HeaderCount;
        server.RequestHeadersTimeout = limits.RequestHeaderTimeout;
        server.KeepAliveTimeout = limits.KeepAliveTimeout;
        server.Http2.KeepAlivePingDelay = KeepAlivePing; // finds clients gone without a word; HTTP/1.1: see ListenSocket
        server.MinRequestBodyDataRate = limits.BodyRate == 0 ? null : new MinDataRate(limits.BodyRate, limits.BodyRateGrace);
    }

    // All headers of a request must fit in.
    private static int BufferOf(LimitsOptions limits) => Math.Max(RequestBuffer, limits.HeaderBytes);
}

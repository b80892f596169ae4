using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>Serves clients of server-sent events from the first byte to the last, or turns them away.</summary>
internal sealed partial class SseDoor(FeedHub hub, LowPriorityWork work, LiveFeedMetrics metrics, SseSettings settings, ILogger<SseDoor> logger)
{
    // No timer takes 50 days. Whoever has a token for longer comes back with it.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>Streams until the client goes or is to go.</summary>
    internal async Task ServeAsync(HttpContext context, SseRequest request)
    {
        var client = await JoinAsync(request.Join, context.RequestAborted);
        var reason = DisconnectReason.Gone;
        using var end = EndInTime(client, request.Join.Expires);
        try
        {
            var stream = new SseStream(client, BeginStream(context, request), work, metrics);
            reason = await stream.RunAsync(context, Retry(), settings.Delivery.Value.Heartbeat);
        }
        finally
        {
            hub.Leave(client, reason);
        }
    }

    // The last events are looked for in the log, maybe in all of it.
    private async ValueTask<FeedClient> JoinAsync(JoinRequest join, CancellationToken cancellationToken) => join.Last > 0
        ? await work.RunAsync(() => hub.JoinAsync(join, cancellationToken).AsTask(), cancellationToken)
        : await hub.JoinAsync(join, cancellationToken);

    /// <summary>Notes why a client was not let in that had all it needs. A log that cannot be read says so itself.</summary>
    internal void Failed(Exception cause)
    {
        if (cause is not LogUnavailableException)
        {
            Log.CannotServe(logger, cause);
        }
    }

    /// <summary>Answers with nothing but when to come back.</summary>
    internal async Task TurnAwayAsync(HttpContext context, CloseReason reason)
    {
        BeginStream(context);
        context.Response.Headers.ContentEncoding = default;
        await context.Response.BodyWriter.WriteAsync(SseEncoder.Retry(Retry()), context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync(new ClosingFrame(reason).Encoded(SseEncoder.Plain), context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A client cannot be served, and is told to come back")]
        internal static partial void CannotServe(ILogger logger, Exception cause);
    }

    private SseForm BeginStream(HttpContext context, SseRequest request)
    {
        BeginStream(context);
        var isCompressed = settings.Delivery.Value.Compression == StreamCompression.Gzip && request.AcceptsGzip;
        if (isCompressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        return SseForm.Of(request.Envelope, isCompressed);
    }

    private void BeginStream(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = SseEndpoints.MediaType;
        headers.CacheControl = "no-cache, no-transform";
        headers["X-Accel-Buffering"] = "no"; // nginx
        if (settings.Delivery.Value.Compression != StreamCompression.None)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // Kestrel would end the connection of a client that reads slowly; here it catches up from the log instead.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    // Half more or less, so that what a restart disconnects does not come back in the same moment.
    private TimeSpan Retry() => Jitter.Around(settings.Delivery.Value.Retry, 0.5);

    private ITimer? EndInTime(FeedClient client, DateTimeOffset? expires)
    {
        var longest = settings.Delivery.Value.MaxLifetime;
        var (rest, reason) = (longest == TimeSpan.Zero ? TimeSpan.MaxValue : Jitter.Below(longest, 0.1), CloseReason.Lifetime);
        if (expires - settings.Time.GetUtcNow() is { } access && access < rest)
        {
            (rest, reason) = access < LongestTimer ? (access, CloseReason.Expired) : (LongestTimer, CloseReason.Lifetime);
        }

        return rest == TimeSpan.MaxValue ? null : settings.Time.CreateTimer(
            _ => client.Close(reason), null, rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}

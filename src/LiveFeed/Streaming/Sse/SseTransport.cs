using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Streaming.Output;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>Server-sent events over HTTP: the headers, the first bytes, and where the others go.</summary>
internal sealed partial class SseTransport(
    ClientServer server, IOptions<DeliveryOptions> delivery, ILogger<SseTransport> logger)
{
    /// <summary>Streams until the client leaves or is ended.</summary>
    internal Task ServeAsync(HttpContext context, SseRequest request) => RunAsync(server.ConnectAsync(
        request.Join, (client, first) => ConnectAsync(context, request, client, first), context.RequestAborted));

    // What waits here knows nothing of the request.
    private static async Task RunAsync(ValueTask<ClientPump?> connecting)
    {
        if (await connecting is { } pump)
        {
            await pump.RunAsync();
        }
    }

    /// <summary>
    /// Logs why a client that had all it needs was not let in. The log reports by itself when it cannot be read.
    /// </summary>
    internal void Failed(Exception cause)
    {
        if (cause is not LogUnavailableException)
        {
            Log.CannotServe(logger, cause);
        }
    }

    /// <summary>Answers only when to reconnect.</summary>
    internal async Task TurnAwayAsync(HttpContext context, CloseReason reason)
    {
        BeginStream(context);
        context.Response.Headers.ContentEncoding = default;
        await context.Response.BodyWriter.WriteAsync(
            SseEncoder.Plain.Encode(server.TurnAway(reason)), context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A client cannot be served; it is told to reconnect")]
        internal static partial void CannotServe(ILogger logger, Exception cause);
    }

    private async ValueTask<IClientOutput?> ConnectAsync(
        HttpContext context, SseRequest request, FeedClient client, ConnectedFrame first)
    {
        request.Ticket?.HeldBy(client);
        var form = BeginStream(context, request);
        if (!await PipeOutput.WriteAsync(context.Response.BodyWriter, form.First(first), client.CutOff))
        {
            if (client.CutOff.IsCancellationRequested)
            {
                context.Abort();
            }

            return null;
        }

        var peer = TcpPeer.Of(context);
        return DirectOutput.ConnectionOf(context) is { } connection
            ? new SocketOutput(connection, form.Chunks, peer)
            : new PipeOutput(context.Response.BodyWriter, form.Frames, peer, context.Abort);
    }

    private SseForm BeginStream(HttpContext context, SseRequest request)
    {
        BeginStream(context);
        var isCompressed = delivery.Value.Compression == StreamCompression.Gzip && request.AcceptsGzip;
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
        if (delivery.Value.Compression != StreamCompression.None)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // Kestrel would end the connection of a client that reads slowly. Here such a client catches up from the log
        // instead.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}

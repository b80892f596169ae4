using System.IO;
using System.Security.Cryptography;
using System.Text;
using LiveFeed.Clients;
using LiveFeed.Http;
using LiveFeed.Streaming.WebSockets.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>The opening handshake: an upgrade of HTTP/1.1 (RFC 6455), or an extended CONNECT of HTTP/2 (RFC 8441).</summary>
internal static class WebSocketHandshake
{
    /// <summary>The one subprotocol. A client that names none speaks it, too.</summary>
    internal const string Subprotocol = "livefeed.v1";

    private const string Version = "13";
    private const string Protocol = "websocket";
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, section 1.3
    private const int KeyBytes = 16;

    internal static FeedProblem NoHandshake { get; } = new(
        ProblemKind.UpgradeRequired,
        "Only WebSockets connect here: GET with Connection: Upgrade, Upgrade: websocket, Sec-WebSocket-Version: 13 and " +
        "Sec-WebSocket-Key.");

    /// <summary>What is wrong with a request that should open a WebSocket; null for a right one.</summary>
    internal static FeedProblem? Check(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isHttp2 = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: Protocol };
        if (!isHttp2 && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return NoHandshake;
        }

        return headers.SecWebSocketVersion == Version && (isHttp2 || (IsUpgrade(headers) && IsKey(headers.SecWebSocketKey)))
            ? null
            : NoHandshake;
    }

    /// <summary>Says in the headers of a refusal what is spoken here (RFC 9110, section 15.5.22).</summary>
    internal static void NameProtocol(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.SecWebSocketVersion = Version;
        if (HttpProtocol.IsHttp11(context.Request.Protocol)) // HTTP/2 has no such headers
        {
            (headers.Connection, headers.Upgrade) = (HeaderNames.Upgrade, Protocol);
        }
    }

    /// <summary>Answers the handshake and gives the connection.</summary>
    /// <param name="context">The request, which was checked.</param>
    /// <param name="compression">What the service offers.</param>
    /// <param name="deflates">Whether messages may be compressed.</param>
    /// <param name="takesAny">
    /// Any subprotocol is spoken: the first that is offered is accepted. Browsers insist on one.
    /// </param>
    internal static ValueTask<Stream> AcceptAsync(
        HttpContext context, StreamCompression compression, out bool deflates, bool takesAny = false)
    {
        var (asked, answer) = (context.Request.Headers, context.Response.Headers);
        deflates = compression != StreamCompression.None && PerMessageDeflate.IsOffered(asked.SecWebSocketExtensions);
        if (deflates)
        {
            answer.SecWebSocketExtensions = PerMessageDeflate.Accepted;
        }

        var offered = asked.GetCommaSeparatedValues(HeaderNames.SecWebSocketProtocol);
        if (takesAny ? offered.Length > 0 : offered.Contains(Subprotocol))
        {
            answer.SecWebSocketProtocol = takesAny ? offered[0] : Subprotocol;
        }

        Unbound(context);
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return connect.AcceptAsync();
        }

        answer.Connection = HeaderNames.Upgrade;
        answer.Upgrade = Protocol;
        answer.SecWebSocketAccept = AcceptOf(asked.SecWebSocketKey.ToString());
        return new ValueTask<Stream>(context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
    }

    // A client may be silent for hours, and read slowly.
    private static void Unbound(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } request)
        {
            request.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } response)
        {
            response.MinDataRate = null;
        }
    }

    private static bool IsUpgrade(IHeaderDictionary headers) =>
        headers.GetCommaSeparatedValues(HeaderNames.Upgrade).Contains(Protocol, StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(StringValues key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return key.Count == 1 && Convert.TryFromBase64String(key.ToString(), bytes, out var length) && length == KeyBytes;
    }

    // SHA-1 is what the protocol uses to show that the answer is meant for this request; it protects nothing.
#pragma warning disable CA5350
    private static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
}

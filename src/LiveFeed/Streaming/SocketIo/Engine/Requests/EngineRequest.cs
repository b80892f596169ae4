using LiveFeed.Http;
using LiveFeed.Streaming.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.SocketIo.Engine.Requests;

/// <summary>A request at an Engine.IO path. Other members of its query mean nothing here.</summary>
/// <param name="Connection">Whose it is; null for a handshake.</param>
/// <param name="OpensSocket">It opens a WebSocket.</param>
internal readonly record struct EngineRequest(EngineConnection? Connection, bool OpensSocket)
{
    private const string Version = "4";

    /// <returns>The request, or why it is refused, checked in the order of the official server.</returns>
    internal static (EngineRequest Request, EngineRefusal? Refusal) Read(HttpContext context, EngineServer server)
    {
        var request = context.Request;
        var transport = Last(request, "transport");
        if (!server.Options.Serves(transport))
        {
            return (default, EngineRefusal.UnknownTransport);
        }

        var opensSocket = HttpMethods.IsConnect(request.Method) ||
            request.Headers.GetCommaSeparatedValues(HeaderNames.Upgrade)
                .Contains(EngineOptions.WebSocket, StringComparer.OrdinalIgnoreCase);
        var id = Last(request, "sid");
        var connection = id.Length > 0 ? server.Find(id) : null;
        var refusal =
            id.Length > 0 && connection is null ? EngineRefusal.UnknownSession
            : connection is null && !IsHandshake(request) ? EngineRefusal.HandshakeMethod
            : !Fits(transport, connection, opensSocket, context) ? EngineRefusal.BadRequest
            : request.Query.ContainsKey("j") ? EngineRefusal.BadRequest // JSONP
            : Last(request, "EIO") != Version ? EngineRefusal.OtherVersion
            : null;
        return (new EngineRequest(connection, opensSocket), refusal);
    }

    /// <summary>It is a GET. A HEAD would take what nobody reads.</summary>
    internal static bool Reads(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !HeadAsGet.Is(request.HttpContext);

    private static bool IsHandshake(HttpRequest request) => Reads(request) || HttpMethods.IsConnect(request.Method);

    // A WebSocket is opened by its handshake. What polls, polls until it has upgraded.
    private static bool Fits(string transport, EngineConnection? connection, bool opensSocket, HttpContext context) =>
        transport == EngineOptions.WebSocket
            ? opensSocket && WebSocketHandshake.Check(context) is null
            : !opensSocket && connection is not { IsSocket: true };

    // The last one counts, as in the official server.
    private static string Last(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) ? values[^1] ?? "" : "";
}

using LiveFeed.Streaming.Polling;
using LiveFeed.Streaming.SocketIo;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.Sse;
using LiveFeed.Streaming.WebSockets;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Streaming;

/// <summary>Every way out: the endpoints by which clients follow topics.</summary>
internal static class TransportEndpoints
{
    internal static void MapTransports(this IEndpointRouteBuilder routes)
    {
        routes.MapSseEndpoints();
        routes.MapPollEndpoints();
        routes.MapWebSocketEndpoints();
        routes.MapSocketIo();
        routes.MapEngines();
    }
}

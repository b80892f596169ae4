using LiveFeed.Streaming.Sse;
using LiveFeed.Streaming.WebSockets;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Streaming;

/// <summary>All ways in which a client may follow events.</summary>
internal static class TransportEndpoints
{
    internal static void MapTransports(this IEndpointRouteBuilder routes)
    {
        routes.MapSseEndpoints();
        routes.MapWebSocketEndpoints();
    }
}

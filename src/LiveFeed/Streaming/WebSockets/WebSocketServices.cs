using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// The services of the endpoint. They are looked up once. Otherwise a connection would hold its request's service scope as
/// long as it lives.
/// </summary>
internal sealed record WebSocketServices(
    AccessPolicy Access,
    TicketUses Tickets,
    ConnectionLimiter Admission,
    LimitsOptions Limits,
    WebSocketTransport Transport)
{
    // ASP.NET Core binds a handler's parameter of this type with this method.
    public static ValueTask<WebSocketServices?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.GetEndpoint()?.Metadata.GetMetadata<WebSocketServices>());
}

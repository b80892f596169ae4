using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using LiveFeed.Rooms;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Sse;

/// <summary>
/// The services that serve streams. They are looked up once, and the endpoint's metadata hands them to each request.
/// Otherwise a stream would hold its request's service scope as long as it lives.
/// </summary>
internal sealed record SseServices(
    AccessPolicy Access,
    TicketUses Tickets,
    ConnectionLimiter Admission,
    LimitsOptions Limits,
    SseTransport Transport,
    RoomService Rooms)
{
    // ASP.NET Core binds a handler's parameter of this type with this method.
    public static ValueTask<SseServices?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.GetEndpoint()?.Metadata.GetMetadata<SseServices>());
}

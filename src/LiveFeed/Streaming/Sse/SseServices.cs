using LiveFeed.Access;
using LiveFeed.Access.Limits;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Streaming.Sse;

/// <summary>
/// What serves streams, found once, and handed to each request by the endpoint's metadata: a stream would hold the scope in
/// which its request finds services for as long as it lives.
/// </summary>
internal sealed record SseServices(
    AccessPolicy Access, ConnectionLimiter Admission, LimitsOptions Limits, SseTransport Transport)
{
    // ASP.NET Core binds a handler's parameter of this type with this method.
    public static ValueTask<SseServices?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.GetEndpoint()?.Metadata.GetMetadata<SseServices>());
}

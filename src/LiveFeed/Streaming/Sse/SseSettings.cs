using LiveFeed.Clients;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.Sse;

/// <summary>What the door to server-sent events goes by.</summary>
internal sealed record SseSettings(IOptions<DeliveryOptions> Delivery, TimeProvider Time);

using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Memory;
using LiveFeed.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>What a path needs of the service, looked up once.</summary>
internal sealed record EngineServices(
    AccessPolicy Access,
    ConnectionLimiter Admission,
    BodyReader Bodies,
    MemoryBudget Memory,
    StreamCompression Compression,
    IHostApplicationLifetime Lifetime,
    ServiceStop Stop,
    TimeProvider Time,
    ILogger<EngineServer> Logger)
{
    internal static EngineServices Of(IServiceProvider services) => new(
        services.GetRequiredService<AccessPolicy>(),
        services.GetRequiredService<ConnectionLimiter>(),
        services.GetRequiredService<BodyReader>(),
        services.GetRequiredService<MemoryBudget>(),
        services.GetRequiredService<IOptions<DeliveryOptions>>().Value.Compression,
        services.GetRequiredService<IHostApplicationLifetime>(),
        services.GetRequiredService<ServiceStop>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<EngineServer>>());
}

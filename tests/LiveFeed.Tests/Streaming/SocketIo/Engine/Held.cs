using LiveFeed.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

internal static class Held
{
    /// <summary>What the service holds for others now.</summary>
    internal static long HeldBytes(this LiveFeedServer server) => server.Services.GetRequiredService<MemoryBudget>().Held;
}

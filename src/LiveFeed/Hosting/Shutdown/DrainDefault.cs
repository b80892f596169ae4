using LiveFeed.Clients;
using LiveFeed.Log;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Shutdown;

/// <summary>How long a drain takes when no setting says it.</summary>
internal sealed class DrainDefault(IOptions<LogOptions> log) : IPostConfigureOptions<DeliveryOptions>
{
    // At twice the time after which clients retry, a node takes up those of another at half of the rate of a plain restart.
    private static readonly TimeSpan OfSeveralNodes = TimeSpan.FromSeconds(10);

    public void PostConfigure(string? name, DeliveryOptions options) =>
        options.Drain ??= IsOfOneNode(log.Value.Provider) ? TimeSpan.Zero : OfSeveralNodes;

    // These logs are in the node itself: nobody can go on elsewhere.
    private static bool IsOfOneNode(LogProvider provider) => provider is LogProvider.Memory or LogProvider.Sqlite;
}

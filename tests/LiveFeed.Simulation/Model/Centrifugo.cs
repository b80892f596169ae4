namespace LiveFeed.Simulation.Model;

/// <summary>
/// What Centrifugo's authors published (https://centrifugal.dev/blog/2020/02/10/million-connections-with-centrifugo and
/// https://centrifugal.github.io/centrifugo/misc/benchmark/): a million WebSockets and about 500,000 deliveries a
/// second, on Xeon E5-2640 v4 in Kubernetes, over a real network.
/// </summary>
internal static class Centrifugo
{
    internal const double Clients = 1_000_000;
    internal const double DeliveriesPerSecond = 500_000;
    internal const double ConnectsPerSecond = 200_000.0 / 60;
    internal const double NodeCores = 40;
    internal const double NodeBytes = 27e9;

    /// <summary>Five of Redis at 0.32 processors; 0.64 with history and recovery.</summary>
    internal const double RedisCores = 5 * 0.64;

    /// <summary>The nodes' processors for the same load, by this page's figures.</summary>
    internal static double OurCores =>
        ((DeliveriesPerSecond * Figures.DeliveryMicroseconds) + (ConnectsPerSecond * Figures.ConnectMicroseconds)) / 1e6;

    internal static double OurBytes => Clients * Figures.ClientBytes;
}

using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Servers;

/// <summary>The nodes of one service, and the Redis between them.</summary>
/// <param name="name">How it is called in the tables.</param>
/// <param name="nodes">Owned.</param>
/// <param name="redis">Not owned. Null where none is used.</param>
internal sealed class Cluster(string name, IReadOnlyList<ServerProcess> nodes, ServerProcess? redis) : IDisposable
{
    internal string Name => name;

    internal IReadOnlyList<Target> Targets { get; } = [.. nodes.Select(node => node.Target)];

    internal double NodeCpuSeconds() => nodes.Sum(node => ProcessFigures.CpuSeconds(node.Id));

    internal double? RedisCpuSeconds() => redis is null ? null : ProcessFigures.CpuSeconds(redis.Id);

    public void Dispose()
    {
        foreach (var node in nodes)
        {
            node.Dispose();
        }
    }
}

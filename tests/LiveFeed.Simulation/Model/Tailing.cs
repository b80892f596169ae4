namespace LiveFeed.Simulation.Model;

/// <summary>What of the shards a node reads.</summary>
internal enum Tailing
{
    /// <summary>All of every shard, as with one stream.</summary>
    Full,

    /// <summary>The topics that its clients follow, wherever they connect.</summary>
    ByTopic,

    /// <summary>Some shards whole; clients are led to the nodes that tail what they follow.</summary>
    ByPlace,
}

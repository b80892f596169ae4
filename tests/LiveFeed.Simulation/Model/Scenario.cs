namespace LiveFeed.Simulation.Model;

/// <summary>What is simulated.</summary>
internal sealed record Scenario
{
    internal int Nodes { get; init; } = 100;

    internal double Clients { get; init; } = 10_000_000;

    /// <summary>Events that come in, a second.</summary>
    internal double EventsPerSecond { get; init; } = 1_000_000;

    internal int Topics { get; init; } = 1_000_000;

    /// <summary>Topics that a client follows.</summary>
    internal double TopicsPerClient { get; init; } = 10;

    /// <summary>
    /// How uneven topics are, in events and in followers: the topic of rank r has r^-Skew of the share of the first.
    /// </summary>
    internal double Skew { get; init; } = 0.8;

    /// <summary>Streams that topics are hashed over.</summary>
    internal int Shards { get; init; } = 256;

    /// <summary>Masters of Redis that have the streams.</summary>
    internal int Masters { get; init; } = 64;

    /// <summary>Nodes that tail the same shards, where clients are placed by what they follow.</summary>
    internal int NodesPerPlace { get; init; } = 5;

    /// <summary>Clients of a node that dies.</summary>
    internal double Lost => Clients / Nodes;

    /// <summary>When clients come back: Delivery:Retry, up to half more or less.</summary>
    internal double RetrySeconds { get; init; } = 2;

    /// <summary>Delivery:Drain.</summary>
    internal double DrainSeconds { get; init; } = 10;

    internal ulong Seed { get; init; } = 18;
}

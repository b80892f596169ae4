namespace LiveFeed.Simulation.Model;

/// <summary>A node ends, and its clients come to the others: to any, or to those of its place.</summary>
/// <param name="ClientsPerSecond">That come to each other node.</param>
/// <param name="ConnectCores">Processor time of each other node for that, in seconds a second.</param>
/// <param name="ReadsFromMemory">Topics of clients whose missed events are in a node's memory.</param>
/// <param name="ReadsFromRedis">Topics of clients whose missed events Redis must be asked for.</param>
/// <param name="SecondsToDrain">From the node's end until everyone is up to date.</param>
/// <param name="Processors">How busy each other node is then, with its part of the clients; 1: fully.</param>
internal sealed record Storm(
    double ClientsPerSecond,
    double ConnectCores,
    double ReadsFromMemory,
    double ReadsFromRedis,
    double SecondsToDrain,
    double Processors)
{
    /// <summary>How long a client is away at most: the longest retry.</summary>
    internal static double Away(Scenario scenario) => scenario.RetrySeconds * 1.5;

    /// <param name="scenario">What is simulated.</param>
    /// <param name="topics">Its topics.</param>
    /// <param name="tailing">What nodes tail.</param>
    /// <param name="over">The seconds over which they come: those of a drain, or of the retry's jitter.</param>
    /// <param name="tailSeconds">The seconds of events that a node has in memory.</param>
    internal static Storm Of(Scenario scenario, TopicLoad topics, Tailing tailing, double over, double tailSeconds)
    {
        var others = (tailing == Tailing.ByPlace ? scenario.NodesPerPlace : scenario.Nodes) - 1;
        var perNode = scenario.Lost / others / over;
        var reads = scenario.Lost * scenario.TopicsPerClient;
        var remembered = topics.TailedElsewhere(tailing) * Math.Min(1, tailSeconds / Away(scenario));
        var fromRedis = reads * (1 - remembered);
        var first = scenario.RetrySeconds / 2; // nobody is back before the shortest retry
        var node = NodeLoad.Of(scenario, topics, tailing);
        return new Storm(
            perNode,
            perNode * Figures.ConnectMicroseconds / 1e6,
            reads - fromRedis,
            fromRedis,
            first + Math.Max(over, fromRedis == 0 ? 0 : fromRedis / RedisCapacity(scenario, topics, tailing)),
            (node.TailCores + (node.DeliveryCores * (others + 1) / others)) / Figures.NodeCores);
    }

    /// <summary>The seconds of events that a node has in memory with one tail of today's size.</summary>
    internal static double TailToday(Scenario scenario, TopicLoad topics, Tailing tailing) =>
        Figures.TailEvents / NodeLoad.Of(scenario, topics, tailing).Tailed;

    // Small reads a second, of the masters that have what the node's clients follow, in the processor time that
    // appending and tailing leave. Zero when they leave none.
    private static double RedisCapacity(Scenario scenario, TopicLoad topics, Tailing tailing)
    {
        var masters = tailing == Tailing.ByPlace
            ? (double)scenario.Masters * scenario.NodesPerPlace / scenario.Nodes
            : scenario.Masters;
        var left = Math.Max(0, Figures.RedisCores - RedisLoad.Of(scenario, topics, tailing).Cores);
        return left * masters * 1e6 / Figures.SmallReadMicroseconds;
    }
}

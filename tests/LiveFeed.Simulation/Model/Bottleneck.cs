namespace LiveFeed.Simulation.Model;

/// <summary>Something that is used, and how much of it there is.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Used">1: all of it.</param>
internal sealed record Bottleneck(string Name, double Used)
{
    /// <summary>Everything that can run out, the fullest first.</summary>
    internal static IReadOnlyList<Bottleneck> Of(Scenario scenario, TopicLoad topics, Tailing tailing)
    {
        var (redis, node) = (RedisLoad.Of(scenario, topics, tailing), NodeLoad.Of(scenario, topics, tailing));
        return
        [
            .. new Bottleneck[]
            {
                new("thread of the busiest Redis", redis.Cores * redis.Skew / Figures.RedisCores),
                new("network out of the busiest Redis", redis.GigabitsOut * redis.Skew / Figures.RedisGigabits),
                new("processors of a node", node.Cores / Figures.NodeCores),
                new("network into a node", node.GigabitsIn / Figures.NodeGigabits),
                new("network out of a node", node.GigabitsOut / Figures.NodeGigabits),
                new("memory of a node", node.Bytes / Figures.NodeBytes),
            }.OrderByDescending(one => one.Used),
        ];
    }
}

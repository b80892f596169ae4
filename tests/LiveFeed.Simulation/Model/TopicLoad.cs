namespace LiveFeed.Simulation.Model;

/// <summary>
/// All topics of a scenario: how many events each has, how many followers, and in which shard it is. Which topics are
/// busy has nothing to do with which are popular.
/// </summary>
internal sealed class TopicLoad
{
    private readonly Scenario _scenario;
    private readonly double[] _events; // a second, by topic
    private readonly double[] _followers;
    private readonly int[] _shards;

    internal TopicLoad(Scenario scenario)
    {
        _scenario = scenario;
        var random = new SeededRandom(scenario.Seed);
        _events = Shares(scenario, scenario.EventsPerSecond, random);
        _followers = Shares(scenario, scenario.Clients * scenario.TopicsPerClient, random);
        _shards = [.. Enumerable.Range(0, scenario.Topics).Select(_ => (int)(random.Next() % (ulong)scenario.Shards))];
    }

    /// <summary>Deliveries a second, to all clients.</summary>
    internal double Deliveries => _events.Zip(_followers, (events, followers) => events * followers).Sum();

    /// <summary>Events a second that the busiest master takes, by the average of all.</summary>
    internal double BusiestMaster
    {
        get
        {
            var masters = new double[_scenario.Masters];
            for (var topic = 0; topic < _shards.Length; topic++)
            {
                masters[_shards[topic] % masters.Length] += _events[topic];
            }

            return masters.Max() / masters.Average();
        }
    }

    /// <summary>To how many nodes an event is sent, on average over all events.</summary>
    internal double CopiesOf(Tailing tailing) => tailing switch
    {
        Tailing.Full => _scenario.Nodes,
        Tailing.ByPlace => _scenario.NodesPerPlace,
        _ => _events.Zip(_followers, (events, followers) => events * NodesWith(followers)).Sum() / _events.Sum(),
    };

    /// <summary>
    /// How much of what a client missed is in the memory of the node that it comes back to: topics that it tails.
    /// </summary>
    internal double TailedElsewhere(Tailing tailing) => tailing != Tailing.ByTopic
        ? 1
        : _followers.Sum(followers => followers * NodesWith(followers) / _scenario.Nodes) / _followers.Sum();

    // Followers are anywhere: a node has none with the probability (1 - 1/N)^followers.
    private double NodesWith(double followers) =>
        _scenario.Nodes * (1 - Math.Pow(1 - (1.0 / _scenario.Nodes), followers));

    // Parts of a total: the topic of rank r has r^-Skew of the first. Ranks are given in a random order.
    private static double[] Shares(Scenario scenario, double total, SeededRandom random)
    {
        var weights = random.Order(scenario.Topics).Select(rank => Math.Pow(rank + 1, -scenario.Skew)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => total * weight / sum)];
    }
}

using LiveFeed.Simulation;
using LiveFeed.Simulation.Model;
using LiveFeed.Tests.Architecture;

namespace LiveFeed.Tests.Simulation;

/// <summary>The arithmetic of <c>make simulate</c>, and that docs/scaling.md shows what it prints.</summary>
public sealed class SimulationTests
{
    private static readonly Scenario Small = new()
    {
        Nodes = 2,
        Clients = 1_000,
        EventsPerSecond = 1_000,
        Topics = 100,
        TopicsPerClient = 10,
        Shards = 4,
        Masters = 2,
        NodesPerPlace = 2,
    };

    [Fact]
    public void The_page_on_scaling_shows_what_the_simulation_prints() => Assert.Contains(
        Report.Of(new Scenario()),
        File.ReadAllText(Path.Combine(SourceTree.Root(), "docs/scaling.md")),
        StringComparison.Ordinal);

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_another_seed_others()
    {
        Assert.Equal(Report.Of(Small), Report.Of(Small with { }));
        Assert.NotEqual(new TopicLoad(Small).Deliveries, new TopicLoad(Small with { Seed = 19 }).Deliveries);
    }

    [Fact]
    public void Deliveries_are_events_times_their_followers()
    {
        var even = Small with { Skew = 0 }; // each topic has 10 events/s and 100 followers

        Assert.Equal(1_000.0 * 100, new TopicLoad(even).Deliveries, tolerance: 1);
    }

    [Fact]
    public void Who_tails_everything_gets_everything_once_for_each_node() =>
        Assert.Equal(2, new TopicLoad(Small).CopiesOf(Tailing.Full));

    [Theory]
    [InlineData(0.1, 1)] // one follower in all is at one node
    [InlineData(0.2, 1.5)] // two are at the same node half of the time
    [InlineData(1_000, 2)] // many are everywhere
    public void An_event_goes_to_the_nodes_that_have_a_follower_of_its_topic(double topicsPerClient, double copies)
    {
        var load = new TopicLoad(Small with { Skew = 0, Topics = 1, Clients = 10, TopicsPerClient = topicsPerClient });

        Assert.Equal(copies, load.CopiesOf(Tailing.ByTopic), tolerance: 1e-9);
    }

    [Fact]
    public void A_master_pays_for_each_append_and_for_each_copy()
    {
        var even = Small with { Skew = 0, EventsPerSecond = 200_000 };

        var load = RedisLoad.Of(even, new TopicLoad(even), Tailing.Full);

        Assert.Equal(100_000 * ((1e6 / 113_000) + (2 * 0.375)) / 1e6, load.Cores, tolerance: 1e-9);
        Assert.Equal(100_000 * 200 * 8 / 1e9, load.GigabitsIn, tolerance: 1e-9);
        Assert.Equal(100_000 * 3 * 200 * 8 / 1e9, load.GigabitsOut, tolerance: 1e-9); // two nodes and a replica
    }

    [Fact]
    public void Masters_are_needed_until_each_does_what_is_planned_for_one()
    {
        var topics = new TopicLoad(Small);
        var needed = RedisLoad.Needed(Small with { EventsPerSecond = 1_000_000 }, topics, Tailing.Full);

        Assert.Equal((int)Math.Ceiling(((1e6 / 113_000) + (2 * 0.375)) / 0.6), needed);
    }

    [Fact]
    public void Clients_of_a_lost_node_come_to_all_others_or_to_those_of_their_place()
    {
        var scenario = Small with { Nodes = 10, NodesPerPlace = 5, Skew = 0 };
        var topics = new TopicLoad(scenario);

        var anywhere = Storm.Of(scenario, topics, Tailing.Full, over: 2, tailSeconds: 3);
        var place = Storm.Of(scenario, topics, Tailing.ByPlace, over: 2, tailSeconds: 3);

        Assert.Equal((100.0 / 9 / 2, 100.0 / 4 / 2), (anywhere.ClientsPerSecond, place.ClientsPerSecond));
        Assert.Equal((1_000, 0, 3), (anywhere.ReadsFromMemory, anywhere.ReadsFromRedis, anywhere.SecondsToDrain));
    }

    [Fact]
    public void What_is_not_in_memory_is_read_from_Redis_in_the_time_that_it_has_left()
    {
        var scenario = Small with { Skew = 0 };
        var topics = new TopicLoad(scenario);

        var half = Storm.Of(scenario, topics, Tailing.Full, over: 2, tailSeconds: 1.5);
        var busy = scenario with { EventsPerSecond = 1e9 };
        var never = Storm.Of(busy, new TopicLoad(busy), Tailing.Full, over: 2, tailSeconds: 0);

        Assert.Equal((2_500, 2_500), (half.ReadsFromMemory, half.ReadsFromRedis));
        Assert.True(double.IsPositiveInfinity(never.SecondsToDrain));
    }

    [Fact]
    public void What_breaks_first_comes_first()
    {
        var order = Bottleneck.Of(Small, new TopicLoad(Small), Tailing.Full);

        Assert.Equal(order.OrderByDescending(one => one.Used), order);
        Assert.Equal(6, order.Count);
    }
}

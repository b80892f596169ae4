namespace LiveFeed.Simulation.Model;

/// <summary>What one node does a second.</summary>
/// <param name="Deliveries">Events to its clients.</param>
/// <param name="Tailed">Events from Redis.</param>
/// <param name="DeliveryCores">Processor time for deliveries, in seconds.</param>
/// <param name="TailCores">Processor time to take in what it tails.</param>
/// <param name="GigabitsIn">From Redis.</param>
/// <param name="GigabitsOut">To its clients.</param>
/// <param name="Bytes">Memory of its clients and of the tail that a reconnect needs.</param>
internal sealed record NodeLoad(
    double Deliveries,
    double Tailed,
    double DeliveryCores,
    double TailCores,
    double GigabitsIn,
    double GigabitsOut,
    double Bytes)
{
    internal double Cores => DeliveryCores + TailCores;

    internal static NodeLoad Of(Scenario scenario, TopicLoad topics, Tailing tailing)
    {
        var deliveries = topics.Deliveries / scenario.Nodes;
        var tailed = scenario.EventsPerSecond * topics.CopiesOf(tailing) / scenario.Nodes;
        return new NodeLoad(
            deliveries,
            tailed,
            deliveries * Figures.DeliveryMicroseconds / 1e6,
            tailed * Figures.TakeInMicroseconds / 1e6,
            Units.Gigabits(tailed * Figures.StoredBytes),
            Units.Gigabits(deliveries * Figures.DeliveredBytes),
            (scenario.Clients / scenario.Nodes * Figures.ClientBytes) + (tailed * Storm.Away(scenario) * Figures.TailBytes));
    }
}

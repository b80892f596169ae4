namespace LiveFeed.Simulation.Model;

/// <summary>What one master of Redis does a second, on average; the busiest has <see cref="Skew"/> times as much.</summary>
/// <param name="Cores">Processor time, in seconds.</param>
/// <param name="GigabitsIn">From the nodes that append.</param>
/// <param name="GigabitsOut">To the nodes that tail, and to one replica.</param>
/// <param name="Skew">The busiest master by the average.</param>
internal sealed record RedisLoad(double Cores, double GigabitsIn, double GigabitsOut, double Skew)
{
    internal static RedisLoad Of(Scenario scenario, TopicLoad topics, Tailing tailing)
    {
        var events = scenario.EventsPerSecond / scenario.Masters;
        var copies = topics.CopiesOf(tailing);
        return new RedisLoad(
            events * (Figures.AppendMicroseconds + (copies * Figures.SendMicroseconds)) / 1e6,
            Units.Gigabits(events * Figures.StoredBytes),
            Units.Gigabits(events * (copies + 1) * Figures.StoredBytes),
            topics.BusiestMaster);
    }

    /// <summary>How many masters keep each below what is planned for it, if all were alike.</summary>
    internal static int Needed(Scenario scenario, TopicLoad topics, Tailing tailing)
    {
        var one = Of(scenario with { Masters = 1 }, topics, tailing);
        return (int)Math.Ceiling(Math.Max(
            one.Cores / Figures.RedisCores, one.GigabitsOut / Figures.RedisGigabits) / Figures.Planned);
    }
}

using System.Text;
using LiveFeed.Simulation.Model;

namespace LiveFeed.Simulation;

/// <summary>The tables, as Markdown. Numbers are written alike everywhere, as the build knows no culture.</summary>
internal static class Report
{
    private static readonly (Tailing Tailing, string Name)[] Ways =
    [
        (Tailing.Full, "every node tails every shard"),
        (Tailing.ByTopic, "nodes tail the topics of their clients"),
        (Tailing.ByPlace, "clients are placed by what they follow"),
    ];

    internal static string Of(Scenario scenario)
    {
        var topics = new TopicLoad(scenario);
        var text = new StringBuilder();
        Head(text, scenario, topics);
        Redis(text, scenario, topics);
        Nodes(text, scenario, topics);
        Storms(text, scenario, topics);
        Bottlenecks(text, scenario, topics);
        Beside(text, scenario, topics);
        return text.ToString();
    }

    private static void Head(StringBuilder text, Scenario scenario, TopicLoad topics) => text.Line(
        $"{scenario.Nodes} nodes, {scenario.Clients:N0} clients that follow {scenario.TopicsPerClient} of " +
        $"{scenario.Topics:N0} topics each, {scenario.EventsPerSecond:N0} events/s in, " +
        $"{topics.Deliveries / 1e6:N0} million deliveries/s. {scenario.Shards} shards on " +
        $"{scenario.Masters} masters; the busiest has {topics.BusiestMaster:N2} times the average. Seed {scenario.Seed}.");

    private static void Redis(StringBuilder text, Scenario scenario, TopicLoad topics)
    {
        text.Title("One Redis master", "way", "copies of an event", "thread", "in", "out", "masters needed");
        foreach (var (tailing, name) in Ways)
        {
            var load = RedisLoad.Of(scenario, topics, tailing);
            text.Row(
                name, $"{topics.CopiesOf(tailing):N0}", Percent(load.Cores), $"{load.GigabitsIn:N2} Gbit/s",
                $"{load.GigabitsOut:N1} Gbit/s", $"{RedisLoad.Needed(scenario, topics, tailing)}");
        }
    }

    private static void Nodes(StringBuilder text, Scenario scenario, TopicLoad topics)
    {
        text.Title(
            "One node", "way", "events/s from Redis", "deliveries/s", "cores for deliveries", "cores to take in", "in",
            "out", "memory");
        foreach (var (tailing, name) in Ways)
        {
            var load = NodeLoad.Of(scenario, topics, tailing);
            text.Row(
                name, $"{load.Tailed:N0}", $"{load.Deliveries:N0}", $"{load.DeliveryCores:N1}", $"{load.TailCores:N2}",
                $"{load.GigabitsIn:N2} Gbit/s", $"{load.GigabitsOut:N2} Gbit/s", $"{load.Bytes / 1e9:N1} GB");
        }
    }

    private static void Storms(StringBuilder text, Scenario scenario, TopicLoad topics)
    {
        text.Title(
            $"{scenario.Lost:N0} clients of a node come back", "way", "when", "clients/s at each node", "cores to connect",
            "reads from memory", "reads from Redis", "all have everything after", "processors of those nodes then");
        foreach (var (tailing, name) in Ways)
        {
            Storms(text, scenario, topics, tailing, name);
        }
    }

    private static void Storms(StringBuilder text, Scenario scenario, TopicLoad topics, Tailing tailing, string name)
    {
        var (today, enough) = (Storm.TailToday(scenario, topics, tailing), Storm.Away(scenario));
        foreach (var (when, over, tail) in new[]
        {
            ($"killed, {today:N2} s in memory, as today", scenario.RetrySeconds, today),
            ($"killed, {enough:N0} s in memory", scenario.RetrySeconds, enough),
            ($"drained over {scenario.DrainSeconds:N0} s, {enough:N0} s in memory", scenario.DrainSeconds, enough),
        })
        {
            var storm = Storm.Of(scenario, topics, tailing, over, tail);
            text.Row(
                name, when, $"{storm.ClientsPerSecond:N0}", $"{storm.ConnectCores:N2}", $"{storm.ReadsFromMemory:N0}",
                $"{storm.ReadsFromRedis:N0}",
                double.IsInfinity(storm.SecondsToDrain) ? "never" : $"{storm.SecondsToDrain:N1} s",
                Percent(storm.Processors));
        }
    }

    private static void Bottlenecks(StringBuilder text, Scenario scenario, TopicLoad topics)
    {
        text.Title("What breaks first", "way", "first", "second", "third");
        foreach (var (tailing, name) in Ways)
        {
            var first = Bottleneck.Of(scenario, topics, tailing).Take(3).Select(one => $"{one.Name}: {Percent(one.Used)}");
            text.Row([name, .. first]);
        }
    }

    private static void Beside(StringBuilder text, Scenario scenario, TopicLoad topics)
    {
        var factor = topics.Deliveries / Centrifugo.DeliveriesPerSecond;
        text.Title(
            "Beside Centrifugo", "load", "Centrifugo, published", "LiveFeed, by these figures");
        text.Row(
            $"{Centrifugo.Clients:N0} clients, {Centrifugo.DeliveriesPerSecond:N0} deliveries/s: cores of the nodes",
            $"{Centrifugo.NodeCores:N0}", $"{Centrifugo.OurCores:N1}");
        text.Row(
            "the same: memory of the nodes",
            $"{Centrifugo.NodeBytes / 1e9:N0} GB", $"{Centrifugo.OurBytes / 1e9:N0} GB");
        text.Row(
            $"{topics.Deliveries / 1e6:N0} million deliveries/s: cores of the nodes",
            $"{Centrifugo.NodeCores * factor:N0} ({factor:N0} times the above)",
            $"{NodeLoad.Of(scenario, topics, Tailing.ByPlace).Cores * scenario.Nodes:N0}");
    }

    private static string Percent(double part) => $"{part * 100:N0} %";

    private static void Title(this StringBuilder text, string title, params string[] columns)
    {
        text.Line("");
        text.Line($"**{title}**");
        text.Line("");
        text.Row(columns);
        text.Row([.. columns.Select(_ => "---")]);
    }

    private static void Row(this StringBuilder text, params string[] cells) => text.Line($"| {string.Join(" | ", cells)} |");

    private static void Line(this StringBuilder text, string line) => text.Append(line).Append('\n');
}

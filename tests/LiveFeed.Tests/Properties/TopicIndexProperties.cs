using CsCheck;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub.Index;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Properties;

public sealed class TopicIndexProperties
{
    private static readonly MemoryEventLog Log = new(Options.Create(new LogOptions()), TimeProvider.System);

    // Each step: a client joins with these patterns; without a pattern the client of that number leaves.
    private static readonly Gen<(string[] Patterns, int Leaves, string Topic)[]> Steps =
        Gen.Select(Words.Pattern.Array[0, 4], Gen.Int[0, 20], Words.Topic).Array[1, 30];

    [Fact]
    public void It_finds_the_clients_whose_patterns_match_after_any_joins_and_leaves() =>
        Steps.AllMust(
            steps =>
            {
                var index = new TopicIndex();
                var there = new List<FeedClient>();
                foreach (var (patterns, leaves, topic) in steps)
                {
                    Step(index, there, patterns, leaves);
                    AssertFinds(index, there, TopicName.Parse(topic));
                }

                there.ForEach(client => index.Remove(client, client.Subscription.Topics));
                Assert.All(steps, step => Assert.Empty(Found(index, TopicName.Parse(step.Topic))));
            },
            share: 10);

    private static void Step(TopicIndex index, List<FeedClient> there, string[] patterns, int leaves)
    {
        if (patterns.Length > 0)
        {
            // Distinct, as the hub sees to.
            there.Add(new FeedClient(Following([.. patterns.Distinct()]), "test", Log, queueLength: 1, TimeProvider.System));
            index.Add(there[^1], there[^1].Subscription.Topics);
        }
        else if (there.Count > 0)
        {
            index.Remove(there[leaves % there.Count], there[leaves % there.Count].Subscription.Topics);
            there.RemoveAt(leaves % there.Count);
        }
    }

    private static void AssertFinds(TopicIndex index, List<FeedClient> there, TopicName topic)
    {
        var expected = there.Where(client => client.Subscription.Topics.Any(pattern => pattern.Matches(topic))).ToHashSet();

        Assert.Equal(expected, Found(index, topic));
        Assert.Equal(expected.Count, index.CountFollowers(topic));
    }

    private static HashSet<FeedClient> Found(TopicIndex index, TopicName topic)
    {
        var sets = new List<ClientSet>();
        index.Collect(topic, sets);
        return [.. sets.SelectMany(set => set.Snapshot())];
    }
}

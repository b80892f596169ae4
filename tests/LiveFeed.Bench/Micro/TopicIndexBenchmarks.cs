using BenchmarkDotNet.Attributes;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub.Index;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;

namespace LiveFeed.Bench.Micro;

/// <summary>Finds the followers of a topic, among ever more topics and a pattern for every hundredth.</summary>
public class TopicIndexBenchmarks
{
    private const int TopicsPerClient = 100;

    private readonly TopicIndex _index = new();
    private readonly List<ClientSet> _found = [];
    private TopicName _topic = TopicName.Parse("none");

    [Params(1, 10_000, 100_000)]
    public int Topics { get; set; }

    [GlobalSetup]
    public void FollowAll()
    {
        var log = new MemoryEventLog(Options.Create(new LogOptions()), TimeProvider.System);
        foreach (var topics in Enumerable.Range(0, Topics).Chunk(TopicsPerClient))
        {
            var subscription = new Subscription
            {
                ClientId = "c-bench",
                Topics =
                    [.. topics.Select(i => TopicPattern.Parse($"bench/{i}")), TopicPattern.Parse($"bench/{topics[0]}/*")],
            };
            _index.Add(new FeedClient(subscription, "bench", log, queueLength: 1, TimeProvider.System), subscription.Topics);
        }

        _topic = TopicName.Parse($"bench/{Topics / 2}");
    }

    [Benchmark]
    public int FindFollowers()
    {
        _found.Clear();
        _index.Collect(_topic, _found);
        return _found.Count;
    }
}

using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub.Index;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Hub;

public sealed class TopicIndexTests
{
    private static readonly string[] Words = ["a", "b", "", "*", "**"];
    private readonly TopicIndex _index = new();

    [Fact]
    public void It_finds_exactly_the_clients_whose_patterns_match_for_every_short_pattern_and_topic()
    {
        var clients = Patterns().Select(pattern => Join(pattern)).ToList();
        foreach (var topic in Topics().Select(TopicName.Parse))
        {
            var expected = clients.Where(client => client.Subscription.Follows(topic)).ToHashSet();
            Assert.Equal(expected, Found(topic).ToHashSet());
        }
    }

    [Fact]
    public void A_client_that_left_is_not_found_and_one_that_stays_is()
    {
        var gone = Patterns().Select(pattern => Join(pattern)).ToList();
        var stays = Join("a/*");
        gone.ForEach(client => _index.Remove(client, client.Subscription.Topics));

        Assert.Equal([stays], Found(TopicName.Parse("a/b")));
        Assert.Empty(Found(TopicName.Parse("b/b")));
    }

    [Fact]
    public void Followers_are_counted_once_however_many_of_their_patterns_match()
    {
        Join("a/b", "a/*", "**");
        Join("a/**");
        Join("b");

        Assert.Equal(2, _index.CountFollowers(TopicName.Parse("a/b")));
    }

    private static IEnumerable<string> Patterns() =>
        from length in Enumerable.Range(1, 3)
        from words in Sequences(length)
        let text = string.Join('/', words)
        where TopicPattern.TryParse(text, out _, out _)
        select text;

    private static IEnumerable<string> Topics() =>
        from length in Enumerable.Range(1, 4)
        from words in Sequences(length)
        let text = string.Join('/', words)
        where TopicName.TryParse(text, out _, out _)
        select text;

    private static IEnumerable<IEnumerable<string>> Sequences(int length) => length == 0
        ? [[]]
        : Sequences(length - 1).SelectMany(start => Words.Select(word => start.Append(word)));

    private FeedClient Join(params string[] patterns)
    {
        var log = new MemoryEventLog(Options.Create(new LogOptions()), TimeProvider.System);
        var client = new FeedClient(Following(patterns), "test", log, queueLength: 1, TimeProvider.System);
        _index.Add(client, client.Subscription.Topics);
        return client;
    }

    private IEnumerable<FeedClient> Found(TopicName topic)
    {
        var sets = new List<ClientSet>();
        _index.Collect(topic, sets);
        return sets.SelectMany(set => set.Snapshot());
    }
}

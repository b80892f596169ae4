using System.Globalization;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Reading;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Query;

/// <summary>Lists that are too long to be made whole.</summary>
public sealed class LongListTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_takes_nothing_of_a_long_list_holds_some_kilobytes_and_gets_all_of_it_later()
    {
        await using var server = new LiveFeedServer();
        var rest = new string('x', 400);
        var topics = Enumerable.Range(0, 20_000).Select(n => n.ToString("D5", CultureInfo.InvariantCulture)).ToList();
        await server.Http.PublishAsync(
            string.Join('\n', topics.Select(n => $$"""{"topic":"{{n}}/{{rest}}","data":1}""")), Posting.Ndjson);
        var held = new Held(server);

        using var reader = await SilentReader.AskAsync(server.Address, "/topics");
        await Deadline.UntilAsync(() => held is { Unread: 1, IsLetGo: true }, "it waits for its reader");
        var list = await server.Http.GetJsonAsync("/topics");

        Assert.True(await reader.ReadToEndAsync());
        Assert.Equal(
            topics,
            list.GetProperty("topics").EnumerateArray().Select(topic => topic.GetProperty("topic").GetString()![..5]));
    }

    [Fact]
    public async Task All_clients_are_listed_in_the_order_in_which_they_came()
    {
        await using var server = new LiveFeedServer();
        var clients = new List<FeedClient>();
        for (var i = 0; i < 2_500; i++)
        {
            clients.Add(await server.Hub.JoinAsync(new JoinRequest { Transport = "sse" }, Cancelled));
        }

        var list = await server.Http.GetJsonAsync("/clients");

        Assert.Equal(
            clients.Select(client => client.Id),
            list.GetProperty("clients").EnumerateArray().Select(client => client.GetProperty("clientId").GetString()));
        clients.ForEach(client => server.Hub.Leave(client, DisconnectReason.Gone));
    }

    [Fact]
    public async Task Patterns_that_overlap_stand_for_each_topic_once_in_the_order_of_their_names()
    {
        await using var log = new MemoryEventLog(Options.Create(new LogOptions()), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        string[] names = ["b", "a/1", "a/2", "a", "c/x/y", "a/1/z"];
        await log.AppendAsync(
            [
                .. names.Select(name =>
                    new FeedEvent { Topic = TopicName.Parse(name), Data = EventData.Text("x"), Time = now }),
            ],
            Cancelled);

        Assert.Equal(["a/1", "a/1/z", "a/2", "b", "c/x/y"], await OfAsync("a/*", "b", "*/1/**", "c/**", "none"));
        Assert.Equal(["a", "a/1", "a/1/z", "a/2", "b", "c/x/y"], await OfAsync("**", "a/**", "b"));
        Assert.Empty(await OfAsync());

        ValueTask<List<string>> OfAsync(params string[] patterns) =>
            RetainedTopics.OfAsync(patterns.Select(TopicPattern.Parse), log, Cancelled)
                .Select(topic => topic.Value)
                .ToListAsync(Cancelled);
    }
}

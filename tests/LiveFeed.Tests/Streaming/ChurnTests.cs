using System.Globalization;
using System.Text;
using LiveFeed.Events;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming;

/// <summary>The promise as a whole, under load: while events pour in, clients join, leave and resume as they like.</summary>
public sealed class ChurnTests
{
    private const int Events = 50_000;
    private const int Clients = 50;
    private const int Topics = 10;
    private const int Seed = 20260131;

    [Theory]
    [InlineData("memory", "00:00:00")]
    [InlineData("sqlite", "00:00:00.016")]
    public async Task Clients_that_come_and_go_end_with_exactly_the_events_of_their_topics_in_order(
        string provider, string window)
    {
        using var folder = new TempFolder();
        await using var server = new LiveFeedServer(
            ("Delivery:Lanes", "2"),
            ("Log:Provider", provider), ("Log:Path", folder.File("feed.db")), ("Delivery:FlushWindow", window),
            ("Delivery:QueueLength", "64"));

        var start = (await server.Http.GetJsonAsync("/history?limit=1")).GetProperty("next").GetString()!;
        var clients = Enumerable.Range(0, Clients).Select(i => FollowAsync(server, i, start)).ToArray();
        var answer = await server.Http.PostAsync(
            new Uri("/events", UriKind.Relative), new NdjsonBody(), TestContext.Current.CancellationToken);
        Assert.Equal(
            Events, (await answer.ReadJsonAsync(System.Net.HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32());
        await PublishTheEndAsync(server);

        var received = await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        for (var i = 0; i < Clients; i++)
        {
            var expected = Enumerable.Range(0, Events).Where(n => IsFollowed(i, n % Topics));
            Assert.Equal(expected, received[i]);
        }
    }

    // Client i follows one topic, or a pattern of all, or two topics.
    private static string[] Patterns(int client) => (client % 3) switch
    {
        0 => [$"load/{client % Topics}"],
        1 => ["load/*"],
        _ => [$"load/{client % Topics}", $"load/{(client + 3) % Topics}"],
    };

    private static bool IsFollowed(int client, int topic) =>
        Patterns(client).Any(pattern => TopicPattern.Parse(pattern).Matches(TopicName.Parse($"load/{topic}")));

    private static Task PublishTheEndAsync(LiveFeedServer server) =>
        server.Http.PublishAsync("""{"event":"end","data":null}""");

    private static async Task<List<int>> FollowAsync(LiveFeedServer server, int client, string position)
    {
        var random = new Random(Seed + client);
        var query = string.Join('&', Patterns(client).Select(pattern => $"topic={pattern}"));
        var received = new List<int>();
        while (true)
        {
            // Leaves after a random number of events, often in the middle of a batch, and resumes after the last it has.
            await using var stream = await server.FollowAsync($"/events?{query}", ("Last-Event-ID", position));
            for (var stay = random.Next(1, 10_000); stay > 0; stay--)
            {
                var e = await stream.ReadEventAsync();
                if (e.Event == "end")
                {
                    return received;
                }

                received.Add(int.Parse(e.Data!, CultureInfo.InvariantCulture));
                position = e.Id!;
            }
        }
    }

    private sealed class NdjsonBody : HttpContent
    {
        internal NdjsonBody() => Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(Posting.Ndjson);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var i = 0; i < Events; i++)
            {
                await stream.WriteAsync(
                    Encoding.UTF8.GetBytes($$"""{"topic":"load/{{i % Topics}}","data":{{i}}}{{"\n"}}"""));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

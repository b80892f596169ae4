using System.Net;
using LiveFeed.Clients;
using LiveFeed.Memory;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>Clients that ask and do not read, or do not come back.</summary>
public sealed class PollMemoryTests
{
    [Fact]
    public async Task An_answer_that_is_not_read_is_cut_off_and_its_client_leaves()
    {
        await using var server = new LiveFeedServer(
            ("Delivery:PollTimeout", "00:00:01"),
            ("Limits:EventBytes", "33554432"),
            ("Limits:BodyBytes", "33554432"));
        using var posted = await server.Http.PostToTopicAsync("t", new string('x', 24 << 20), "text/plain");
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);

        using var reader = await SilentReader.AskAsync(server.Address, $"/poll?topic=t&after={server.Log.Epoch}-0");

        await Deadline.UntilAsync(() => server.Hub.Joined == 1 && server.Hub.Everyone.Count == 0, "it is gone");
        Assert.False(await reader.ReadToEndAsync());
        await Deadline.UntilAsync(() => server.Services.GetRequiredService<MemoryBudget>().Held == 0, "all is let go");
    }

    [Fact]
    public async Task A_client_that_is_away_holds_no_more_than_its_queue_and_one_answer_and_reads_the_rest_later()
    {
        const int Events = 300;
        await using var server = new LiveFeedServer(("Delivery:QueueLength", "64"));
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        var client = server.Hub.Find(poller.ClientId!)!;
        await server.Http.PublishNumbersAsync("t", 1, from: 0);
        await poller.AskAsync(wait: 60);
        for (var i = 1; i < Events; i++)
        {
            await server.Http.PublishAsync($$"""{"topic":"t","data":[{{i}},"{{new string('x', 20_000)}}"]}""");
            Assert.InRange(client.HeldBytes, 1, 4 << 20);
        }

        var got = await poller.ReadAsync(Events);
        Assert.Equal(
            Enumerable.Range(0, Events).Select(i => i == 0 ? "0" : $"[{i}"), got.Select(one => one.Split(',')[0]));
    }

    [Fact]
    public async Task Clients_that_are_away_make_room_when_others_need_it_and_lose_nothing()
    {
        const int Pollers = 20;
        await using var server = new LiveFeedServer(("Limits:HeldBytes", $"{32 << 20}"));
        var evicted = 0;
        server.Hub.Changed += (_, reason) => evicted += reason == DisconnectReason.Evicted ? 1 : 0;
        for (var i = 0; i < 2 * Pollers; i++)
        {
            using var posted = await server.Http.PostToTopicAsync(
                $"t/{i % Pollers}", $"{i}.{new string('x', 900_000)}", "text/plain");
            Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        }

        var pollers = Enumerable.Range(0, Pollers)
            .Select(i => new Poller(server, $"topic=t/{i}") { Next = $"{server.Log.Epoch}-0" })
            .ToArray();
        foreach (var poller in pollers)
        {
            await AnsweredAsync(poller, takes: false);
        }

        Assert.InRange(evicted, 1, Pollers);
        for (var i = 0; i < Pollers; i++)
        {
            var got = new List<string>();
            while (got.Count < 2)
            {
                var data = Poller.Data(await AnsweredAsync(pollers[i], takes: true));
                got.AddRange(data.Select(one => one[1..one.IndexOf('.', StringComparison.Ordinal)]));
            }

            Assert.Equal([$"{i}", $"{i + Pollers}"], got);
        }
    }

    // A client that finds no room is told to come back.
    private static async Task<System.Text.Json.JsonElement> AnsweredAsync(Poller poller, bool takes)
    {
        while (true)
        {
            using var response = await poller.SendAsync(wait: 5);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                var answer = await response.ReadJsonAsync(HttpStatusCode.OK);
                return takes ? poller.Take(answer) : answer;
            }
        }
    }
}

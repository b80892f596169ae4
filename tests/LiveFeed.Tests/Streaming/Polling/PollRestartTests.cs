using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>A client that polls on while the service starts anew.</summary>
public sealed class PollRestartTests
{
    [Fact]
    public async Task A_client_goes_on_over_restarts_with_each_event_once_and_in_order()
    {
        using var folder = new TempFolder();
        var got = new List<string>();
        Poller? before = null;
        for (var round = 0; round <= 3; round++)
        {
            await using var server = new LiveFeedServer(
                ("Log:Provider", "sqlite"), ("Log:Path", folder.File("feed.db")), ("Log:Durability", "commit"));
            var poller = new Poller(server, "topic=t");
            poller = before?.With(poller) ?? poller;
            var answer = await poller.PollAsync();
            Assert.NotEqual(before?.ClientId, poller.ClientId);
            Assert.False(answer.TryGetProperty("gap", out _));
            got.AddRange(Poller.Data(answer));
            if (round < 3)
            {
                await server.Http.PublishNumbersAsync("t", 4, from: 10 * round);
                got.AddRange(await poller.ReadAsync(4));
                await server.Http.PublishNumbersAsync("t", 3, from: (10 * round) + 4);
                await poller.AskAsync(wait: 60); // its answer gets lost with the service
            }

            before = poller;
        }

        var expected = Enumerable.Range(0, 3).SelectMany(round => Enumerable.Range(10 * round, 7));
        Assert.Equal(expected.Select(n => n.ToString(CultureInfo.InvariantCulture)), got);
    }
}

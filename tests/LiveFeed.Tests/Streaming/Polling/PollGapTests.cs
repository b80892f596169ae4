using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Streaming.Polling;
using LiveFeed.Tests.Log.Remote;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>What can no longer be sent is told in the answer.</summary>
public sealed class PollGapTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_trimmed_is_a_gap_and_the_rest_comes_in_the_same_answer()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "3"));
        var published = await server.Http.PublishNumbersAsync("t", 10);
        var first = published.FirstPosition();
        await server.Log.TrimAsync(Cancelled);
        var poller = new Poller(server, "topic=t") { Next = first };

        var answer = await poller.PollAsync();

        Assert.Equal(["7", "8", "9"], Poller.Data(answer));
        var before = Poller.Events(answer).First().GetProperty("position").GetString();
        Assert.Equal(
            $$"""{"after":"{{first}}","before":"{{before}}","reason":"expired"}""", answer.GetProperty("gap").GetRawText());
        Assert.False((await poller.PollAsync()).TryGetProperty("gap", out _));
    }

    [Fact]
    public async Task A_poll_that_waits_is_told_that_the_store_was_replaced_and_its_client_goes_on()
    {
        RemoteStore? store = null;
        await using var server = new LiveFeedServer(services => services.AddSingleton<IEventLog>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<LogOptions>>();
            var time = provider.GetRequiredService<TimeProvider>();
            store = new RemoteStore(options, time);
            return new RemoteLog(store, options.Value, time);
        }));
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        await server.Http.PublishNumbersAsync("t", 3);
        await poller.ReadAsync(3);
        var (id, next) = (poller.ClientId, poller.Next);
        var poll = poller.AskAsync(wait: 60);
        await poller.UntilWaitingAsync();

        store!.Replace();
        await Deadline.UntilAsync(() => server.Log.Epoch == store.Current.Epoch, "the log has found out");

        var lost = await poll.WithinDeadline();
        var answer = await poller.PollAsync();
        Assert.Equal(lost.GetRawText(), answer.GetRawText());
        Assert.Equal("epoch", answer.GetProperty("gap").GetProperty("reason").GetString());
        Assert.Equal(next, answer.GetProperty("gap").GetProperty("after").GetString());
        await server.Http.PublishNumbersAsync("t", 2);
        Assert.Equal(["0", "1"], await poller.ReadAsync(2));
        Assert.Equal((id, $"{server.Log.Epoch}-2"), (poller.ClientId, poller.Next));
    }

    [Fact]
    public async Task A_fault_is_a_503_and_the_client_goes_on_without_a_loss()
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(services => FailingLog.AddTo(services, made => log = made));
        await server.Http.PublishNumbersAsync("t", 3);
        var poller = new Poller(server, "topic=t") { Next = $"{server.Log.Epoch}-0" };
        log!.Unreadable = new InvalidOperationException("a bug");

        using (var response = await poller.SendAsync())
        {
            await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        }

        log.Unreadable = null;
        Assert.Equal(["0", "1", "2"], Poller.Data(await poller.PollAsync()));
    }

    [Fact]
    public async Task An_event_that_cannot_be_encoded_is_a_gap()
    {
        var content = new PollContent();
        for (var sequence = 1; sequence <= 3; sequence++)
        {
            var bad = Event("t") with { Data = EventData.Json([]) };
            content.Add(new EventFrame(sequence == 2 ? bad : Event("t", sequence), new Position("a", sequence)));
        }

        var pipe = new Pipe();
        await new PollAnswer(pipe.Writer, TimeSpan.FromSeconds(30), TimeProvider.System)
            .WriteAsync("c-1", new PollReply(content, "a-3"), closing: null, Cancelled);

        var bytes = (await pipe.Reader.ReadAsync(Cancelled)).Buffer;
        var answer = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(bytes));
        Assert.Equal(["1", "3"], Poller.Data(answer));
        Assert.Equal("""{"after":"a-1","before":"a-3","reason":"lost"}""", answer.GetProperty("gap").GetRawText());
        Assert.Equal("a-3", answer.GetProperty("next").GetString());
    }

    [Theory]
    [InlineData(null, "e-5", false, "e-5")]
    [InlineData(null, "e-5", true, "e-05")]
    [InlineData(null, "e-05", true, "e-005")]
    [InlineData(null, "e-00000005", true, "e-5")]
    [InlineData(null, "e-0", true, "e-00")]
    [InlineData("e-5", "e-5", true, "e-05")]
    [InlineData("e-5", "e-05", false, "e-05")]
    [InlineData("e-6", "e-05", true, "e-6")]
    [InlineData("f-5", "e-5", true, "f-5")]
    public void The_next_position_differs_from_the_last_when_an_answer_says_anything(
        string? reached, string after, bool saysAnything, string next)
    {
        Position? position = reached is not null && Position.TryParse(reached, out var parsed) ? parsed : null;

        Assert.Equal(next, PollPosition.Next(position, after, saysAnything));
    }
}

using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>Answers that are lost, positions that are not the last, and clients that are not known.</summary>
public sealed class PollResumeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task A_lost_answer_comes_again_also_what_is_not_retained()
    {
        var poller = new Poller(_server, "topic=lost");
        await poller.PollAsync();
        await _server.Http.PublishAsync("""[{"topic":"lost","data":1},{"topic":"lost","data":2,"ephemeral":true}]""");

        var got = new List<string>();
        while (got.Count < 2)
        {
            var lost = await poller.AskAsync(wait: 60);
            var again = await poller.PollAsync(wait: 60);
            Assert.Equal(lost.GetRawText(), again.GetRawText());
            got.AddRange(Poller.Data(again));
        }

        Assert.Equal(["1", "2"], got);
        Assert.Empty(Poller.Events(await poller.PollAsync()));
    }

    [Fact]
    public async Task A_lost_answer_without_a_retained_event_comes_again_and_then_no_more()
    {
        var poller = new Poller(_server, "topic=eph");
        await poller.PollAsync();
        for (var i = 0; i < 4; i++)
        {
            var before = poller.Next;
            await _server.Http.PublishAsync($$"""{"topic":"eph","data":{{i}},"ephemeral":true}""");
            var lost = await poller.AskAsync(wait: 60);

            Assert.Equal(lost.GetRawText(), (await poller.PollAsync(wait: 60)).GetRawText());
            Assert.Equal([$"{i}"], Poller.Data(lost));
            Assert.NotEqual(before, poller.Next);
            Assert.Empty(Poller.Events(await poller.PollAsync()));
        }

        // What tells it so is still a position, for whoever asks.
        await _server.Http.PublishNumbersAsync("eph", 1);
        await using var stream = await _server.FollowAsync($"/events?topic=eph&lastEventId={poller.Next}");
        Assert.Equal("0", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task What_came_after_a_lost_answer_follows_it()
    {
        var poller = new Poller(_server, "topic=then");
        await poller.PollAsync();
        await _server.Http.PublishNumbersAsync("then", 1);
        await poller.AskAsync(wait: 60);
        await _server.Http.PublishNumbersAsync("then", 2, from: 1);

        Assert.Equal(["0", "1", "2"], await poller.ReadAsync(3));
    }

    [Fact]
    public async Task A_client_that_is_not_known_goes_on_as_a_new_one()
    {
        var poller = new Poller(_server, "topic=unknown");
        await poller.PollAsync();
        var before = poller.ClientId;
        await _server.Http.PublishNumbersAsync("unknown", 3);
        _server.Hub.Find(before!)!.Abort();
        await Deadline.UntilAsync(() => _server.Hub.Find(before!) is null, "it is forgotten");

        Assert.Equal(["0", "1", "2"], await poller.ReadAsync(3));
        Assert.NotEqual(before, poller.ClientId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_position_that_is_older_than_the_last_two_brings_all_after_it(int ago)
    {
        var poller = new Poller(_server, "topic=older");
        await poller.PollAsync();
        await _server.Http.PublishNumbersAsync("older", 3);
        var answer = await poller.PollAsync(wait: 60);
        await _server.Http.PublishNumbersAsync("older", 2, from: 3);
        await poller.ReadAsync(2);
        var before = poller.ClientId;
        var first = Poller.Events(answer).First().GetProperty("position").GetString()!;
        var (epoch, sequence) = (first.Split('-')[0], long.Parse(first.Split('-')[1], null));

        poller.Next = $"{epoch}-{sequence + ago}";

        var expected = Enumerable.Range(0, 5).Select(n => $"{n}").Skip(ago + 1);
        Assert.Equal(expected, await poller.ReadAsync(4 - ago));
        Assert.NotEqual(before, poller.ClientId);
    }

    [Theory]
    [InlineData("topic=back/a&topic=back/b", "1 2 3")]
    [InlineData("", "2")]
    public async Task A_client_that_goes_back_follows_what_its_poll_names_or_else_what_it_began_with(
        string query, string expected)
    {
        var poller = new Poller(_server, "topic=back/a");
        var start = (await poller.PollAsync()).GetProperty("next").GetString();
        await PatchAsync(poller.ClientId!, """{"subscribe":[{"topic":"back/b"}]}""");
        await UntilSubscribedAsync(poller);
        await _server.Http.PublishAsync("""[{"topic":"back/b","data":1},{"topic":"back/a","data":2}]""");
        await poller.ReadAsync(2);
        await _server.Http.PublishAsync("""{"topic":"back/b","data":3}""");
        await poller.ReadAsync(1);

        poller.Next = start;
        var back = poller.With(new Poller(_server, query));

        Assert.Equal(expected.Split(' '), Poller.Data(await back.PollAsync()));
        Assert.NotEqual(poller.ClientId, back.ClientId);
    }

    [Fact]
    public async Task A_position_of_the_future_or_of_another_log_is_told_as_a_gap()
    {
        await _server.Http.PublishNumbersAsync("gap", 1);
        foreach (var (position, reason) in new[] { ("abc123-7", "epoch"), ($"{_server.Log.Epoch}-999999999", "lost") })
        {
            var poller = new Poller(_server, "topic=gap") { Next = position };

            var answer = await poller.PollAsync();

            var gap = answer.GetProperty("gap");
            Assert.Equal((reason, position), (gap.GetProperty("reason").GetString(), gap.GetProperty("after").GetString()));
            Assert.Equal(["0"], Poller.Data(answer));
        }
    }

    [Fact]
    public async Task Of_two_polls_at_once_the_older_is_answered_at_once_and_the_newer_goes_on()
    {
        var poller = new Poller(_server, "topic=twice");
        await poller.PollAsync();
        var next = poller.Next;
        var older = poller.AskAsync(wait: 60);
        await poller.UntilWaitingAsync();

        var newer = poller.AskAsync(wait: 60);

        var answer = await older.WithinDeadline();
        Assert.Empty(Poller.Events(answer));
        Assert.Equal(next, answer.GetProperty("next").GetString());
        Assert.Equal(poller.ClientId, answer.GetProperty("clientId").GetString());
        await _server.Http.PublishNumbersAsync("twice", 1);
        Assert.Equal(["0"], Poller.Data(await newer.WithinDeadline()));
    }

    [Fact]
    public async Task A_poll_whose_connection_is_lost_leaves_the_client_in_its_place()
    {
        var poller = new Poller(_server, "topic=cut");
        await poller.PollAsync();
        using (var reader = await SilentReader.AskAsync(_server.Address, poller.Path(wait: 60)))
        {
            await poller.UntilWaitingAsync();
        }

        await poller.UntilWaitingAsync(false);
        await _server.Http.PublishAsync("""{"topic":"cut","data":1,"ephemeral":true}""");
        var before = poller.ClientId;

        Assert.Equal(["1"], await poller.ReadAsync(1));
        Assert.Equal(before, poller.ClientId);
    }

    [Fact]
    public async Task Added_topics_bring_what_they_missed_and_the_marker_also_when_an_answer_is_lost()
    {
        var poller = new Poller(_server, "topic=add/a");
        var start = (await poller.PollAsync()).GetProperty("next").GetString();
        await _server.Http.PublishAsync(
            """[{"topic":"add/b","data":1},{"topic":"add/a","data":2},{"topic":"add/b","data":3}]""");
        Assert.Equal(["2"], await poller.ReadAsync(1));
        await PatchAsync(poller.ClientId!, $$"""{"subscribe":[{"topic":"add/b","after":"{{start}}"}]}""");

        var data = new List<string>();
        JsonElement answer;
        do
        {
            var lost = await poller.AskAsync(wait: 60);
            answer = await poller.PollAsync(wait: 60);
            Assert.Equal(lost.GetRawText(), answer.GetRawText());
            data.AddRange(Poller.Data(answer));
        }
        while (!answer.TryGetProperty("subscribed", out _));

        Assert.Equal(["1", "3"], data);
        var topics = answer.GetProperty("subscribed").GetProperty("topics").EnumerateArray();
        Assert.Equal("add/b", Assert.Single(topics).GetString());
        await _server.Http.PublishAsync("""[{"topic":"add/b","data":4},{"topic":"add/a","data":5}]""");
        Assert.Equal(["4", "5"], await poller.ReadAsync(2));
    }

    private static async Task UntilSubscribedAsync(Poller poller)
    {
        while (!(await poller.PollAsync(wait: 60)).TryGetProperty("subscribed", out _))
        {
        }
    }

    private async Task PatchAsync(string id, string body)
    {
        using var response = await _server.SendAsync("PATCH", $"/clients/{id}", [], body);
        await response.ReadJsonAsync(System.Net.HttpStatusCode.OK);
    }
}

using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary><c>GET /poll</c>: what an answer says, and when it comes.</summary>
public sealed class PollAnswerTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_has_each_event_as_an_envelope_with_its_key()
    {
        var poller = new Poller(_server, "topic=shape/*");
        await poller.PollAsync();
        await _server.Http.PublishAsync(
            """
            [{"topic":"shape/a","event":"metric","key":"k","data":{"v":1},"time":"2026-01-31T10:00:00Z"},
             {"topic":"shape/b","data":"é \"x\"","time":"2026-01-31T10:00:01.5Z"}]
            """);

        using var response = await poller.SendAsync();
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        var answer = poller.Take(JsonSerializer.Deserialize<JsonElement>(text));

        var positions = Poller.Events(answer).Select(one => one.GetProperty("position").GetString()).ToArray();
        Assert.Equal(
            $$"""
            {"clientId":"{{poller.ClientId}}","events":[
            {"position":"{{positions[0]}}","topic":"shape/a","event":"metric","time":"2026-01-31T10:00:00Z",
            "data":{"v":1},"key":"k"},
            {"position":"{{positions[1]}}","topic":"shape/b","event":"message","time":"2026-01-31T10:00:01.5Z",
            "data":"é \"x\""}],
            "next":"{{positions[1]}}"}
            """.ReplaceLineEndings(""),
            text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_poll_waits_until_something_comes()
    {
        var poller = new Poller(_server, "topic=waits");
        await poller.PollAsync();
        var poll = poller.PollAsync(wait: 60);
        await poller.UntilWaitingAsync();

        await _server.Http.PublishNumbersAsync("waits", 1);

        Assert.Equal(["0"], Poller.Data(await poll.WithinDeadline()));
    }

    [Fact]
    public async Task Without_a_wait_it_has_all_that_was_published_before()
    {
        var poller = new Poller(_server, "topic=all/*");
        await poller.PollAsync();
        for (var i = 0; i < 50; i++)
        {
            await _server.Http.PublishNumbersAsync(i % 2 == 0 ? "all/a" : "other", 1, from: i);
            Assert.Equal(i % 2 == 0 ? [$"{i}"] : [], Poller.Data(await poller.PollAsync()));
        }
    }

    [Fact]
    public async Task Without_a_wait_it_has_also_what_the_flush_window_keeps_back()
    {
        await using var server = new LiveFeedServer(("Delivery:FlushWindow", "00:00:10"), ("Delivery:Lanes", "2"));
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        for (var i = 0; i < 20; i++)
        {
            await server.Http.PublishNumbersAsync("t", 2, from: 2 * i);
            Assert.Equal([$"{2 * i}", $"{(2 * i) + 1}"], Poller.Data(await poller.PollAsync()));
        }
    }

    [Fact]
    public async Task An_empty_answer_moves_the_position_past_what_is_not_for_the_client()
    {
        var poller = new Poller(_server, "topic=quiet");
        await poller.PollAsync();
        var last = (await _server.Http.PublishNumbersAsync("loud", 3)).GetProperty("positions").GetProperty("last");

        Assert.Empty(Poller.Events(await poller.PollAsync()));

        Assert.Equal(last.GetString(), poller.Next);
    }

    [Fact]
    public async Task A_client_begins_after_a_position_or_with_the_last_events()
    {
        var published = await _server.Http.PublishNumbersAsync("begin", 5);
        var first = published.FirstPosition();

        var after = await new Poller(_server, $"topic=begin&after={first}").PollAsync();
        var last = await new Poller(_server, "topic=begin&last=2").PollAsync();

        Assert.Equal(["1", "2", "3", "4"], Poller.Data(after));
        Assert.Equal(["3", "4"], Poller.Data(last));
        Assert.Equal(after.GetProperty("next").GetString(), last.GetProperty("next").GetString());
    }

    [Fact]
    public async Task A_long_past_comes_page_by_page()
    {
        var poller = new Poller(_server, "topic=long");
        await poller.PollAsync();
        await _server.Http.PublishNumbersAsync("long", 5_000);

        var answers = new List<IReadOnlyList<string>>();
        while (answers.Count == 0 || answers[^1].Count > 0)
        {
            answers.Add(Poller.Data(await poller.PollAsync()));
        }

        Assert.Equal(Enumerable.Range(0, 5_000).Select(n => $"{n}"), answers.SelectMany(one => one));
        Assert.InRange(answers.Count, 6, 50);
    }

    [Fact]
    public async Task Large_events_come_a_few_at_a_time()
    {
        var large = new string('x', 600_000);
        var poller = new Poller(_server, "topic=large");
        await poller.PollAsync();
        for (var i = 0; i < 6; i++)
        {
            using var posted = await _server.Http.PostToTopicAsync("large", $"{i}{large}", "text/plain");
            Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        }

        var answers = new List<IReadOnlyList<string>>();
        while (answers.Count == 0 || answers[^1].Count > 0)
        {
            answers.Add(Poller.Data(await poller.PollAsync()));
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(i => $"\"{i}{large}\""), answers.SelectMany(one => one));
        Assert.All(answers, one => Assert.InRange(one.Count, 0, 3));
    }

    [Fact]
    public async Task An_ephemeral_event_has_no_position_and_waits_for_the_next_poll()
    {
        var poller = new Poller(_server, "topic=eph");
        await poller.PollAsync();
        await _server.Http.PublishAsync("""{"topic":"eph","event":"typing","data":1,"ephemeral":true}""");

        var answer = await poller.PollAsync(wait: 60);

        Assert.Equal(JsonValueKind.Null, Assert.Single(Poller.Events(answer)).GetProperty("position").ValueKind);
        Assert.Empty(Poller.Events(await poller.PollAsync()));
    }

    [Fact]
    public async Task Events_for_the_client_and_broadcasts_come_too()
    {
        var poller = new Poller(_server, "topic=none");
        await poller.PollAsync();

        await _server.Http.PublishAsync(
            $$"""[{"to":{"client":"{{poller.ClientId}}"},"data":1},{"to":{"client":"c-other"},"data":2}]""");

        Assert.Equal(["1"], Poller.Data(await poller.PollAsync(wait: 60)));
    }

    [Fact]
    public async Task A_window_of_its_own_reduces_keyed_events_to_the_latest()
    {
        var poller = new Poller(_server, "topic=window&window=60000");
        await poller.PollAsync();
        await _server.Http.PublishAsync("""{"topic":"window","key":"k","data":0}""");
        Assert.Equal(["0"], Poller.Data(await poller.PollAsync(wait: 60)));

        await _server.Http.PublishAsync("""[{"topic":"window","key":"k","data":1},{"topic":"window","key":"k","data":2}]""");

        Assert.Empty(Poller.Events(await poller.PollAsync()));
        _server.Hub.Find(poller.ClientId!)!.EndWindow();
        Assert.Equal(["2"], Poller.Data(await poller.PollAsync(wait: 60)));
    }

    [Fact]
    public async Task It_is_one_client_between_its_polls()
    {
        var poller = new Poller(_server, "topic=one");
        await poller.PollAsync();
        await _server.Http.PublishNumbersAsync("one", 2);
        await poller.PollAsync();
        await poller.PollAsync();

        var client = await _server.Http.GetJsonAsync($"/clients/{poller.ClientId}");

        Assert.Equal("polling", client.GetProperty("transport").GetString());
        Assert.Equal(2, client.GetProperty("sent").GetInt64());
    }

    [Theory]
    [InlineData("wait=61", 400, "wait")]
    [InlineData("wait=-1", 400, "wait")]
    [InlineData("wait=x", 400, "wait")]
    [InlineData("after=x", 400, "after")]
    [InlineData("client=c-1", 400, "after")]
    [InlineData("topic=a*", 422, "topic")]
    [InlineData("client=01234567890123456789012345678901234567890123456789012345678901234&after=a-1", 422, "client")]
    public async Task What_cannot_be_read_is_refused(string query, int status, string fault)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"/poll?{query}", (HttpStatusCode)status, status == 400 ? "malformed" : "invalid");

        Assert.Equal([fault], problem.Faults());
    }

    [Fact]
    public async Task HEAD_is_refused_as_it_would_take_events_that_nobody_reads()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/poll", UriKind.Relative));
        using var response = await _server.Http.SendAsync(request, Cancelled).WithinDeadline();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}

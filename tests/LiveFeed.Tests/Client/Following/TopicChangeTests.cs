using System.Net;
using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Following;

/// <summary>Topics that are added to an open stream and taken away, also while connections break.</summary>
public sealed class TopicChangeTests
{
    private const string Changed = """{"clientId":"c-1","topics":[]}""";

    // Ends when the test run is cancelled.
    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_back_fill_that_a_cut_ended_goes_on_where_it_was_and_nothing_comes_twice()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync("a-10");
        await UntilConnectedAsync(reading);
        var subscribing = reading.Stream.SubscribeAsync(["u"], "a-3", End);
        var first = await scripted.Service.NextAsync();
        first.Reply(HttpStatusCode.OK, Changed);
        await subscribing.WithinDeadline();
        await stream.WriteAsync(
            ScriptedStream.Backfill("a-5", 5, "u") + ScriptedStream.Event("a-11", 11) +
            ScriptedStream.Backfill("a-7", 7, "u"));
        Assert.Equal([5, 11, 7], await reading.NumbersAsync(3));
        reading.Begin();
        stream.Cut();
        await scripted.Time.PassWaitAsync();

        var again = await scripted.Service.NextAsync();
        stream = await again.ConnectAsync("a-11", "");
        var second = await scripted.Service.NextAsync();
        second.Reply(HttpStatusCode.OK, Changed);
        await stream.WriteAsync(
            ScriptedStream.Backfill("a-7", 70, "u") + ScriptedStream.Backfill("a-9", 9, "u") +
            ScriptedStream.Notice("subscribed", """{"topics":["u"],"position":"a-12"}""") +
            ScriptedStream.Event("a-13", 13, "u"));
        Assert.Equal([9, 13], await reading.NumbersAsync(2));
        reading.Begin();
        stream.Cut();
        await scripted.Time.PassWaitAsync();

        Assert.Equal("PATCH /clients/c-1", first.Target);
        Assert.Equal("""{"subscribe":[{"topic":"u","after":"a-3"}]}""", first.Body);
        Assert.Equal(("GET /events?envelope=true&topic=t", "a-11"), (again.Target, again.LastEventId));
        Assert.Equal("""{"subscribe":[{"topic":"u","after":"a-7"}]}""", second.Body);
        var last = await scripted.Service.NextAsync();
        Assert.Equal(("GET /events?envelope=true&topic=t&topic=u", "a-13"), (last.Target, last.LastEventId));
    }

    [Fact]
    public async Task A_back_filled_event_at_the_very_position_of_a_heartbeat_is_no_repetition()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync("a-10");
        await UntilConnectedAsync(reading);
        var subscribing = reading.Stream.SubscribeAsync(["u"], "a-3", End);
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.OK, Changed);
        await subscribing.WithinDeadline();
        await stream.WriteAsync(
            ":\nid: a-20\n\n" + ScriptedStream.Backfill("a-20", 20, "u") + ScriptedStream.Event("a-21", 21));

        Assert.Equal([20, 21], await reading.NumbersAsync(2));
    }

    [Fact]
    public async Task A_topic_without_a_position_begins_at_the_streams_own_and_keeps_it_over_a_lost_answer()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync("a-10");
        await UntilConnectedAsync(reading);
        var subscribing = reading.Stream.SubscribeAsync("u", End);
        var first = await scripted.Service.NextAsync();
        await stream.WriteAsync(ScriptedStream.Event("a-15", 15));
        Assert.Equal([15], await reading.NumbersAsync(1));
        reading.Begin();
        first.Break();
        await scripted.Time.PassWaitAsync();
        var second = await scripted.Service.NextAsync();
        second.Reply(HttpStatusCode.OK, Changed);
        await subscribing.WithinDeadline();

        Assert.Equal("""{"subscribe":[{"topic":"u","after":"a-10"}]}""", first.Body);
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task Changes_while_there_is_no_connection_wait_for_one()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t", "v");
        var opening = await scripted.Service.NextAsync();
        var subscribing = reading.Stream.SubscribeAsync(["u"], "a-3", End);
        opening.Break();
        var unsubscribing = reading.Stream.UnsubscribeAsync("v", End);
        await scripted.Time.PassWaitAsync();
        var again = await scripted.Service.NextAsync();
        await again.ConnectAsync("a-10", "");
        var patch = await scripted.Service.NextAsync();
        patch.Reply(HttpStatusCode.OK, Changed);
        await Task.WhenAll(subscribing, unsubscribing).WithinDeadline();

        Assert.Contains("\"u\"", patch.Body, StringComparison.Ordinal);
        Assert.Contains("topic=t", again.Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_topic_is_told_to_who_asked_and_the_stream_goes_on()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync("a-10");
        await UntilConnectedAsync(reading);
        var subscribing = reading.Stream.SubscribeAsync("secret", End);
        (await scripted.Service.NextAsync()).Reply(
            HttpStatusCode.Forbidden, """{"detail":"no","forbidden":["secret"]}""", "application/problem+json");
        var refusal = await Assert.ThrowsAsync<LiveFeedRefusedException>(() => subscribing.WithinDeadline());
        await stream.WriteAsync(ScriptedStream.Event("a-11", 11));

        Assert.Equal(["secret"], refusal.Forbidden);
        Assert.Equal([11], await reading.NumbersAsync(1));
    }

    [Fact]
    public async Task A_topic_that_was_taken_and_is_refused_after_a_reconnect_ends_the_stream()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync("a-10");
        await UntilConnectedAsync(reading);
        var subscribing = reading.Stream.SubscribeAsync("u", End);
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.OK, Changed);
        await subscribing.WithinDeadline();
        stream.Cut();
        await scripted.Time.PassWaitAsync();
        await scripted.Service.ConnectAsync("a-10");
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.Forbidden, """{"detail":"no more"}""");

        Assert.Equal("no more", (await Assert.ThrowsAsync<LiveFeedRefusedException>(reading.NextAsync)).Message);
    }

    [Fact]
    public async Task The_real_service_fills_what_was_missed_also_when_the_change_is_awaited_within_the_loop()
    {
        await using var server = new LiveFeedServer();
        await using var client = new LiveFeedClient(new LiveFeedClientOptions { Address = server.Address });
        var answer = await server.Http.PublishNumbersAsync("old", 1);
        var start = answer.FirstPosition();
        await server.Http.PublishNumbersAsync("old", 4, from: 1);
        await using var reading = StreamReading.Of(client, ["live"]);
        var stream = reading.Stream;
        await UntilConnectedAsync(reading);
        await server.Http.PublishNumbersAsync("live", 1, from: 100);
        Assert.Equal([100], await reading.NumbersAsync(1));

        await stream.SubscribeAsync(["old"], start, End).WithinDeadline(); // nobody reads the stream meanwhile
        await stream.SubscribeAsync("third", End).WithinDeadline();
        await server.Http.PublishNumbersAsync("old", 1, from: 5);
        await server.Http.PublishNumbersAsync("third", 1, from: 6);
        Assert.Equal([1, 2, 3, 4, 5, 6], (await reading.NumbersAsync(6)).Order());

        await stream.UnsubscribeAsync(["old", "live"], End).WithinDeadline();
        await Deadline.UntilAsync(
            () => server.Hub.Find(stream.ClientId!) is { } found &&
                found.Subscription.Topics.Select(topic => topic.Text).SequenceEqual(["third"]),
            "only the third topic is followed");
    }

    private static Task UntilConnectedAsync(StreamReading reading) =>
        Deadline.UntilAsync(() => reading.Stream.State == StreamState.Connected, "it is connected");
}

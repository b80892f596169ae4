using System.Net;
using LiveFeed.Client;

namespace LiveFeed.Tests.Client.Following;

/// <summary>
/// When a stream comes back, and where it goes on. Half of each full delay is waited, as random is one half.
/// </summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task Each_failure_doubles_the_wait_up_to_the_bound_and_a_connection_begins_anew()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var waits = new List<double>();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            (await scripted.Service.NextAsync()).Break();
            waits.Add((await scripted.Time.PassWaitAsync()).TotalSeconds);
        }

        (await scripted.Service.ConnectAsync()).Cut(); // its retry: is one second
        waits.Add((await scripted.Time.PassWaitAsync()).TotalSeconds);
        (await scripted.Service.NextAsync()).Break();
        waits.Add((await scripted.Time.PassWaitAsync()).TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 15, 15, 15, 0.5, 1], waits);
    }

    [Fact]
    public async Task It_goes_on_after_the_last_event_that_the_reader_was_given()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t", "u/*");
        var stream = await scripted.Service.ConnectAsync(more: ScriptedStream.Event("a-1", 1) + "id: a-2\ndata: {\"posi");

        Assert.Equal([1], await reading.NumbersAsync(1));
        reading.Begin();
        stream.Cut(); // within an event, whose id has come
        await scripted.Time.PassWaitAsync();
        var next = await scripted.Service.NextAsync();

        Assert.Equal("GET /events?envelope=true&topic=t&topic=u%2F%2A", next.Target);
        Assert.Equal("a-1", next.LastEventId);
    }

    [Fact]
    public async Task The_last_events_are_asked_for_until_a_position_is_known()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = StreamReading.Of(scripted.Client, ["t"], new FollowOptions { Last = 3 });
        (await scripted.Service.NextAsync()).Break();
        await scripted.Time.PassWaitAsync();
        var second = await scripted.Service.NextAsync();
        (await second.ConnectAsync("a-4", more: "")).Cut(); // before the first of them
        await scripted.Time.PassWaitAsync();
        var third = await scripted.Service.NextAsync();

        Assert.Equal(("GET /events?envelope=true&topic=t&last=3", null), (second.Target, second.LastEventId));
        Assert.Equal(("GET /events?envelope=true&topic=t", "a-4"), (third.Target, third.LastEventId));
    }

    [Fact]
    public async Task A_heartbeat_moves_the_position_of_a_quiet_stream()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync(more: ":\nid: a-70\n\n");
        await Support.Deadline.UntilAsync(() => reading.Stream.Position == "a-70", "the position has moved");
        stream.End();
        await scripted.Time.PassWaitAsync();

        Assert.Equal("a-70", (await scripted.Service.NextAsync()).LastEventId);
    }

    [Fact]
    public async Task An_event_that_comes_again_is_dropped_and_one_of_a_new_log_is_not()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        await scripted.Service.ConnectAsync(
            "a-9",
            ScriptedStream.Event("a-10", 1) + ScriptedStream.Event("a-9", 2) + ScriptedStream.Event("a-10", 3) +
            ScriptedStream.Event("a-11", 4) + ScriptedStream.Event("b-1", 5) + ScriptedStream.Event("b-1", 6) +
            ScriptedStream.Event("b-2", 7));

        Assert.Equal([1, 4, 5, 7], await reading.NumbersAsync(4));
    }

    [Fact]
    public async Task A_gap_is_an_item_in_its_place_and_told_once()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var gap = ScriptedStream.Notice("gap", """{"after":"a-1","before":"a-5","reason":"expired"}""");
        (await scripted.Service.ConnectAsync("a-1", gap)).Cut();

        var told = await reading.NextAsync();
        reading.Begin();
        await scripted.Time.PassWaitAsync();
        await scripted.Service.ConnectAsync("a-1", gap + ScriptedStream.Event("a-5", 5));

        Assert.Equal(new LiveGap("a-1", "a-5", "expired"), told!.Gap);
        Assert.Equal("livefeed.gap", told.Event);
        Assert.Throws<InvalidOperationException>(() => told.Deserialize(TestJson.Default.Int32));
        Assert.Equal([5], await reading.NumbersAsync(1));
    }

    [Fact]
    public async Task A_cut_before_the_gap_to_a_new_log_is_told_does_not_hide_it()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        await scripted.Service.ConnectAsync("a-1", ScriptedStream.Event("a-2", 2));
        Assert.Equal([2], await reading.NumbersAsync(1));
        reading.Begin();
        await ScriptedWaits.PassSilenceAsync(scripted, TimeSpan.FromSeconds(40));
        await scripted.Time.PassWaitAsync();
        (await scripted.Service.ConnectAsync("b-0")).Cut();
        await scripted.Time.PassWaitAsync();

        Assert.Equal("a-2", (await scripted.Service.NextAsync()).LastEventId);
    }

    [Fact]
    public async Task A_silent_connection_is_given_up_after_two_and_a_half_heartbeats()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = (await scripted.Service.NextAsync()).Open();
        await stream.WriteAsync(ScriptedStream.Connected("a-1", heartbeat: 20_000));
        await Support.Deadline.UntilAsync(() => reading.Stream.State == StreamState.Connected, "it is connected");
        for (var i = 0; i < 5; i++)
        {
            scripted.Time.Advance(TimeSpan.FromSeconds(49));
            await stream.WriteAsync($":\nid: a-{i + 2}\n\n");
            await Support.Deadline.UntilAsync(() => reading.Stream.Position == $"a-{i + 2}", "the heartbeat was heard");
        }

        Assert.Equal(StreamState.Connected, reading.Stream.State);
        await ScriptedWaits.PassSilenceAsync(scripted, TimeSpan.FromSeconds(50));
        await scripted.Time.PassWaitAsync();

        Assert.Equal("a-6", (await scripted.Service.NextAsync()).LastEventId);
        Assert.Contains(
            scripted.Logger.Messages, line => line.Contains("nothing came for too long", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attempt_that_is_not_answered_is_given_up_too()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        await scripted.Service.NextAsync();
        scripted.Time.Advance(TimeSpan.FromSeconds(40));
        await scripted.Time.PassWaitAsync();

        await scripted.Service.ConnectAsync(more: ScriptedStream.Event("a-1", 1));
        Assert.Equal([1], await reading.NumbersAsync(1));
    }

    [Fact]
    public async Task A_slow_reader_is_not_taken_for_a_silent_service()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync(more: ScriptedStream.Event("a-1", 1));
        Assert.Equal([1], await reading.NumbersAsync(1));
        scripted.Time.Advance(TimeSpan.FromHours(1)); // nobody reads meanwhile
        await stream.WriteAsync(ScriptedStream.Event("a-2", 2));

        Assert.Equal([2], await reading.NumbersAsync(1));
        Assert.True(scripted.Service.IsIdle);
    }

    [Theory]
    [InlineData("event: livefeed.closing\n", 0.5)]
    [InlineData("retry: 45000\nevent: livefeed.closing\n", 45)]
    public async Task A_closing_frame_that_says_when_is_obeyed(string head, double expected)
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        await scripted.Service.ConnectAsync(more: head + "data: {\"reason\":\"full\",\"reconnect\":true}\n\n");

        Assert.Equal(expected, (await scripted.Time.NextWaitAsync()).TotalSeconds);
    }

    [Fact]
    public async Task Retry_After_is_obeyed()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        (await scripted.Service.NextAsync()).Reply(
            HttpStatusCode.ServiceUnavailable, "{}", "application/problem+json", TimeSpan.FromSeconds(77));

        Assert.Equal(77, (await scripted.Time.NextWaitAsync()).TotalSeconds);
    }

    [Fact]
    public async Task A_page_in_the_services_place_is_no_stream_and_tried_again()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.OK, "<html>", "text/html");
        await scripted.Time.PassWaitAsync();
        await scripted.Service.ConnectAsync(more: ScriptedStream.Event("a-1", 1));

        Assert.Equal([1], await reading.NumbersAsync(1));
    }

    [Fact]
    public async Task With_a_max_the_reader_is_told_after_so_many_failures_in_a_row()
    {
        await using var scripted = new ScriptedClient(options => options.MaxAttempts = 3);
        await using var reading = scripted.Read("t");
        (await scripted.Service.NextAsync()).Break();
        await scripted.Time.PassWaitAsync();
        (await scripted.Service.ConnectAsync()).Cut(); // a success: it counts anew
        await scripted.Time.PassWaitAsync();
        (await scripted.Service.NextAsync()).Break();
        await scripted.Time.PassWaitAsync();
        (await scripted.Service.NextAsync()).Break();

        var failure = await Assert.ThrowsAsync<LiveFeedException>(reading.NextAsync);
        Assert.IsType<HttpRequestException>(failure.InnerException);
        Assert.Equal(StreamState.Closed, reading.Stream.State);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(422)]
    public async Task What_another_attempt_cannot_help_ends_the_stream_with_the_services_words(int status)
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        (await scripted.Service.NextAsync()).Reply(
            (HttpStatusCode)status,
            """
            {"type":"urn:livefeed:problem:x","detail":"no","errors":{"topic":["bad"]},"forbidden":["t"],"allowed":["u"]}
            """,
            "application/problem+json");

        var refusal = await Assert.ThrowsAsync<LiveFeedRefusedException>(reading.NextAsync);
        Assert.Equal((status, "urn:livefeed:problem:x", "no; topic: bad"), (refusal.Status, refusal.Type, refusal.Message));
        Assert.Equal(["t"], refusal.Forbidden);
        Assert.Equal(["u"], refusal.Allowed);
    }

    [Fact]
    public async Task No_content_and_a_last_farewell_end_the_stream()
    {
        await using var scripted = new ScriptedClient();
        await using var first = scripted.Read("t");
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.NoContent);
        Assert.Equal("204", (await Assert.ThrowsAsync<LiveFeedClosedException>(first.NextAsync)).Reason);

        await using var second = scripted.Read("t");
        await scripted.Service.ConnectAsync(
            more: "retry: 1000\nid: closed\n\n" +
                ScriptedStream.Notice("closing", """{"reason":"kicked","reconnect":false}"""));
        Assert.Equal("kicked", (await Assert.ThrowsAsync<LiveFeedClosedException>(second.NextAsync)).Reason);
    }

    [Fact]
    public async Task What_cannot_be_read_is_logged_and_passed_over()
    {
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        await scripted.Service.ConnectAsync(
            more: "data: not json\n\ndata: {\"position\":1}\n\ndata: []\n\nevent: livefeed.new\ndata: {}\n\n" +
                ScriptedStream.Event("a-1", 1));

        Assert.Equal([1], await reading.NumbersAsync(1));
        Assert.Equal(3, scripted.Logger.Messages.Count(line => line.Contains("cannot be read", StringComparison.Ordinal)));
    }
}

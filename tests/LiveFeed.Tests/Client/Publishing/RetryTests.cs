using System.Net;
using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Publishing;

/// <summary>How events wait, share requests, and are sent again; in virtual time.</summary>
public sealed class RetryTests
{
    // Ends when the test run is cancelled.
    private static CancellationToken End => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_request_at_a_time_and_what_comes_meanwhile_shares_the_next()
    {
        await using var scripted = new ScriptedClient(options => options.BatchEvents = 3);
        var blocker = Publish(scripted, 1);
        var first = await scripted.Service.NextAsync();
        Task<PublishReceipt>[] events = [.. blocker, .. Publish(scripted, 5)];
        Assert.True(scripted.Service.IsIdle);
        first.Accept(1);
        (await scripted.Service.NextAsync()).Accept(3, first: 2);
        (await scripted.Service.NextAsync()).Accept(2, first: 5);

        var receipts = await Task.WhenAll(events).WithinDeadline();
        Assert.Equal(["a-1", "a-2", "a-3", "a-4", "a-5", "a-6"], receipts.Select(receipt => receipt.Position));
    }

    [Fact]
    public async Task A_batch_is_sent_again_as_it_was_until_it_is_answered()
    {
        await using var scripted = new ScriptedClient();
        var events = Publish(scripted, 1);
        var bodies = new List<string>();
        foreach (var answer in (Action<ScriptedRequest>[])
            [
                request => request.Break(),
                request => request.Reply(HttpStatusCode.BadGateway, "<html>", "text/html"),
                request => request.Reply(HttpStatusCode.OK, "<html>", "text/html"),
                request => request.Reply(HttpStatusCode.ServiceUnavailable, "{}", retryAfter: TimeSpan.FromSeconds(60)),
            ])
        {
            var request = await scripted.Service.NextAsync();
            bodies.Add(request.Body);
            answer(request);
            var wait = await scripted.Time.PassWaitAsync();
            Assert.Equal(bodies.Count == 4 ? 60 : Math.Pow(2, bodies.Count - 1), wait.TotalSeconds);
        }

        var last = await scripted.Service.NextAsync();
        last.Accept(1);
        var receipt = await events[0].WithinDeadline();

        Assert.Equal("POST /events", last.Target);
        Assert.Equal($$"""[{"id":"{{receipt.Id}}","topic":"t","data":0}]""", last.Body);
        Assert.All(bodies, body => Assert.Equal(last.Body, body));
    }

    [Fact]
    public async Task What_an_earlier_attempt_stored_has_a_receipt_without_a_guess_of_its_position()
    {
        await using var scripted = new ScriptedClient();
        var blocker = Publish(scripted, 1);
        var first = await scripted.Service.NextAsync();
        var events = Publish(scripted, 2);
        first.Accept(1);
        (await scripted.Service.NextAsync()).Accept(2, first: 2, duplicates: 1);

        Assert.Equal("a-1", (await blocker[0].WithinDeadline()).Position);
        Assert.All(await Task.WhenAll(events).WithinDeadline(), receipt => Assert.Null(receipt.Position));
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.ConnectionError, true)]
    public async Task An_ephemeral_event_is_sent_again_only_if_it_was_not_sent(HttpRequestError error, bool isSentAgain)
    {
        await using var scripted = new ScriptedClient();
        var blocker = Publish(scripted, 1);
        var first = await scripted.Service.NextAsync();
        var ephemeral = scripted.Client.PublishAsync(NewEvent.OfText("t", "now") with { Ephemeral = true }, End);
        var kept = Publish(scripted, 1)[0];
        first.Accept(1);
        (await scripted.Service.NextAsync()).Break(error);
        await scripted.Time.PassWaitAsync();
        var again = await scripted.Service.NextAsync();
        again.Accept(isSentAgain ? 2 : 1);
        await Task.WhenAll(kept, blocker[0]).WithinDeadline();

        Assert.Equal(isSentAgain, again.Body.Contains("ephemeral", StringComparison.Ordinal));
        Assert.Equal(!isSentAgain, await Record.ExceptionAsync(() => ephemeral.WithinDeadline()) is LiveFeedException);
    }

    [Fact]
    public async Task With_a_max_a_batch_fails_after_so_many_attempts_and_the_next_is_sent()
    {
        await using var scripted = new ScriptedClient(options => options.MaxAttempts = 2);
        var first = Publish(scripted, 1)[0];
        (await scripted.Service.NextAsync()).Break();
        var second = Publish(scripted, 1)[0];
        await scripted.Time.PassWaitAsync();
        (await scripted.Service.NextAsync()).Break();
        (await scripted.Service.NextAsync()).Accept(1);

        await Assert.ThrowsAsync<LiveFeedException>(() => first.WithinDeadline());
        Assert.Equal("a-1", (await second.WithinDeadline()).Position);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_at_once()
    {
        var asked = 0;
        await using var scripted = new ScriptedClient(
            options => options.Token = _ => ValueTask.FromResult<string?>($"token-{Interlocked.Increment(ref asked)}"));
        var e = Publish(scripted, 1)[0];
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.Unauthorized);
        var again = await scripted.Service.NextAsync();
        again.Accept(1);
        await e.WithinDeadline();

        Assert.Equal("token-2", again.Token);
    }

    [Fact]
    public async Task Credentials_that_allow_nothing_fail_the_events_and_not_the_client()
    {
        await using var scripted = new ScriptedClient();
        var e = Publish(scripted, 1)[0];
        (await scripted.Service.NextAsync()).Reply(HttpStatusCode.Forbidden, """{"detail":"no"}""");
        Assert.Equal(403, (await Assert.ThrowsAsync<LiveFeedRefusedException>(() => e.WithinDeadline())).Status);

        e = Publish(scripted, 1)[0];
        (await scripted.Service.NextAsync()).Accept(1);
        await e.WithinDeadline();
    }

    [Fact]
    public async Task A_batch_waits_for_others_and_a_flush_does_not()
    {
        await using var scripted = new ScriptedClient(options =>
        {
            options.BatchWait = TimeSpan.FromSeconds(10);
            options.BatchEvents = 3;
        });
        var full = Publish(scripted, 3);
        (await scripted.Service.NextAsync()).Accept(3);
        await Task.WhenAll(full).WithinDeadline();

        var late = Publish(scripted, 2);
        scripted.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(scripted.Service.IsIdle);
        scripted.Time.Advance(TimeSpan.FromSeconds(1));
        (await scripted.Service.NextAsync()).Accept(2);
        await Task.WhenAll(late).WithinDeadline();

        var flushed = Publish(scripted, 1);
        var flush = scripted.Client.FlushAsync(End);
        (await scripted.Service.NextAsync()).Accept(1);
        await flush.WithinDeadline();
        await flushed[0].WithinDeadline();
        await scripted.Client.FlushAsync(End).WithinDeadline(); // nothing is left
    }

    [Fact]
    public async Task A_full_queue_holds_the_producer_back_and_keeps_the_order()
    {
        await using var scripted = new ScriptedClient(options => options.QueueBytes = 1_024);
        var large = NewEvent.OfText("t", new string('x', 700));
        var first = await scripted.Client.EnqueueAsync(large, End).WithinDeadline();
        var request = await scripted.Service.NextAsync();
        using var cancel = new CancellationTokenSource();
        var cancelled = scripted.Client.EnqueueAsync(large, cancel.Token).AsTask();
        var second = scripted.Client.EnqueueAsync(large with { Key = "second" }, End).AsTask();
        var small = scripted.Client.EnqueueAsync(NewEvent.OfText("t", "small"), End).AsTask(); // would fit, and waits
        Assert.False(cancelled.IsCompleted || second.IsCompleted || small.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WithinDeadline());
        Assert.False(second.IsCompleted || small.IsCompleted);
        request.Accept(1);
        await Task.WhenAll(second, small).WithinDeadline();
        var next = await scripted.Service.NextAsync();
        next.Accept(2);

        await Task.WhenAll(first.Receipt, (await second).Receipt, (await small).Receipt).WithinDeadline();
        var after = next.Body.IndexOf("small", StringComparison.Ordinal);
        Assert.InRange(next.Body.IndexOf("second", StringComparison.Ordinal), 1, after);
        await Assert.ThrowsAsync<ArgumentException>(
            () => scripted.Client.EnqueueAsync(NewEvent.OfText("t", new string('x', 1_100)), End).AsTask());
    }

    [Fact]
    public async Task Closing_waits_so_long_and_then_fails_what_is_left_and_says_how_much()
    {
        var scripted = new ScriptedClient(options => options.QueueBytes = 1_024);
        var sent = Publish(scripted, 1)[0];
        await scripted.Service.NextAsync(); // never answered
        var queued = scripted.Client.PublishAsync(NewEvent.OfText("t", new string('x', 900)), End);
        var outside = scripted.Client.PublishAsync(NewEvent.OfText("t", new string('x', 900)), End);
        var closing = scripted.DisposeAsync().AsTask();
        Assert.Equal(TimeSpan.FromSeconds(30), await scripted.Time.PassWaitAsync());
        await closing.WithinDeadline();

        foreach (var lost in (Task[])[sent, queued, outside])
        {
            await Assert.ThrowsAsync<LiveFeedException>(() => lost.WithinDeadline());
        }

        Assert.Contains(scripted.Logger.Messages, line => line.StartsWith("Error: 3 events", StringComparison.Ordinal));
    }

    [Fact]
    public void Data_that_is_no_json_is_refused_before_it_is_sent() =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => NewEvent.OfJson("t", "{\"a\":"u8.ToArray()));

    private static Task<PublishReceipt>[] Publish(ScriptedClient scripted, int count) =>
        [.. Enumerable.Range(0, count).Select(n => scripted.Client.PublishAsync("t", n, TestJson.Default.Int32, End))];
}

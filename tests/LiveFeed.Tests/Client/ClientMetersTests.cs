using System.Net;
using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client;

/// <summary>What the client's meter <c>LiveFeed.Client</c> counts.</summary>
public sealed class ClientMetersTests
{
    [Fact]
    public async Task Of_streams_events_that_came_or_came_again_gaps_and_lost_connections()
    {
        using var counted = new CountedHere();
        await using var scripted = new ScriptedClient();
        await using var reading = scripted.Read("t");
        var gap = ScriptedStream.Notice("gap", """{"after":"a-1","before":"a-5","reason":"expired"}""");
        var stream = await scripted.Service.ConnectAsync(
            more: ScriptedStream.Event("a-1", 1) + gap + ScriptedStream.Event("a-5", 5));
        Assert.Equal([1], await reading.NumbersAsync(1));
        Assert.NotNull((await reading.NextAsync())!.Gap);
        Assert.Equal([5], await reading.NumbersAsync(1));
        reading.Begin();
        stream.Cut();
        await scripted.Time.PassWaitAsync();
        (await scripted.Service.NextAsync()).Break();
        await scripted.Time.PassWaitAsync();
        await scripted.Service.ConnectAsync("a-5", ScriptedStream.Event("a-5", 5) + ScriptedStream.Event("a-6", 6));
        Assert.Equal([6], await reading.NumbersAsync(1));

        var expected = new Dictionary<string, long>
        {
            ["events.received"] = 3,
            ["events.repeated"] = 1,
            ["gaps"] = 1,
            ["reconnects"] = 2,
        };
        Assert.Equivalent(expected, counted.All, strict: true);
    }

    [Fact]
    public async Task Of_publishing_events_by_outcome_and_requests_that_are_sent_again()
    {
        using var counted = new CountedHere();
        await using (var scripted = new ScriptedClient(options => options.MaxAttempts = 2))
        {
            var accepted = Publish(scripted);
            (await scripted.Service.NextAsync()).Break();
            await scripted.Time.PassWaitAsync();
            (await scripted.Service.NextAsync()).Accept(1);
            await accepted.WithinDeadline();

            var refused = Publish(scripted);
            (await scripted.Service.NextAsync()).Reply(HttpStatusCode.Forbidden, """{"detail":"no"}""");
            await Assert.ThrowsAsync<LiveFeedRefusedException>(() => refused.WithinDeadline());

            var failed = Publish(scripted);
            (await scripted.Service.NextAsync()).Break();
            await scripted.Time.PassWaitAsync();
            (await scripted.Service.NextAsync()).Break();
            await Assert.ThrowsAsync<LiveFeedException>(() => failed.WithinDeadline());
        }

        var expected = new Dictionary<string, long>
        {
            ["events.published accepted"] = 1,
            ["events.published refused"] = 1,
            ["events.published failed"] = 1,
            ["publish.retries"] = 2,
        };
        Assert.Equivalent(expected, counted.All, strict: true);
    }

    private static Task<PublishReceipt> Publish(ScriptedClient scripted) =>
        scripted.Client.PublishAsync("t", 1, TestJson.Default.Int32, TestContext.Current.CancellationToken);
}

using System.Net;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>How long a client that polls is there, on virtual time.</summary>
public sealed class PollLifetimeTests : IAsyncDisposable
{
    private readonly NotedTime _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;
    private readonly TaskCompletionSource<DisconnectReason> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PollLifetimeTests()
    {
        _server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_time),
            Credentialed.BySecret,
            ("Access:Anonymous", "all"),
            ("Limits:Connections", "1"),
            ("Delivery:StalledAfter", "00:00:01"),
            ("Delivery:PollTimeout", "00:00:30"),
            ("Delivery:MaxLifetime", "01:00:00"));
        _server.Hub.Changed += (_, reason) =>
        {
            if (reason is { } why)
            {
                _left.TrySetResult(why);
            }
        };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_client_that_stays_away_is_ended_and_its_place_is_free()
    {
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();
        await _server.Http.PublishNumbersAsync("t", 1);
        await poller.AskAsync(); // its answer waits to be acknowledged

        _time.Advance(TimeSpan.FromSeconds(29.9));
        await poller.AskAsync();
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(_left.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(DisconnectReason.Gone, await _left.Task.WithinDeadline());
        await UntilFreeAsync();
        Assert.Equal(["0"], await poller.ReadAsync(1));
    }

    [Fact]
    public async Task While_it_is_away_it_is_not_stalled_though_events_wait_for_it()
    {
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();
        await _server.Http.PublishAsync("""{"topic":"t","data":0,"ephemeral":true}""");
        await poller.AskAsync(wait: 60);
        await _server.Http.PublishAsync("""{"topic":"t","data":1,"ephemeral":true}""");
        var before = poller.ClientId;
        for (var second = 0; second < 29; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // the lane looks
        }

        Assert.Equal(["0", "1"], await poller.ReadAsync(2));
        Assert.Equal(before, poller.ClientId);
    }

    [Fact]
    public async Task While_a_poll_waits_its_client_stays_and_an_empty_answer_comes_at_the_end_of_the_wait()
    {
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();
        var timed = _time.UntilSetAsync(TimeSpan.FromSeconds(65)); // the last of a poll's timers: its wait, and patience
        var poll = poller.PollAsync(wait: 60);
        await timed;

        _time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.True(_server.Hub.Find(poller.ClientId!) is not null && !poll.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Empty(Poller.Events(await poll.WithinDeadline()));
        Assert.False(_left.Task.IsCompleted);
    }

    [Fact]
    public async Task Its_longest_life_ends_a_poll_that_waits_and_the_next_one_goes_on()
    {
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();
        var before = poller.ClientId;
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(53); passed += TimeSpan.FromSeconds(29))
        {
            _time.Advance(TimeSpan.FromSeconds(29));
            await poller.PollAsync();
        }

        var client = _server.Hub.Find(before!)!;
        var poll = poller.PollAsync(wait: 60);
        await poller.UntilWaitingAsync();
        for (var second = 1; client.Closing is null; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (second % 30 == 0 && client.Closing is null)
            {
                // Time stands still between two polls.
                await _server.Http.PublishAsync("""{"topic":"t","data":null,"ephemeral":true}""");
                Assert.Null(Poller.Closing(await poll.WithinDeadline()));
                poll = poller.PollAsync(wait: 60);
                await poller.UntilWaitingAsync();
            }
        }

        Assert.Equal("lifetime", Poller.Closing(await poll.WithinDeadline()));
        Assert.Equal(DisconnectReason.Lifetime, await _left.Task.WithinDeadline());
        await UntilFreeAsync();
        await _server.Http.PublishNumbersAsync("t", 1);
        Assert.Equal(["0"], await poller.ReadAsync(1));
        Assert.NotEqual(before, poller.ClientId);
    }

    [Fact]
    public async Task An_expired_token_ends_the_wait_and_the_client_goes_on_with_a_newer_one()
    {
        var poller = new Poller(_server, "topic=t", user: "ada") { Headers = [Token(TimeSpan.FromSeconds(20))] };
        await poller.PollAsync();
        var timed = _time.UntilSetAsync(TimeSpan.FromSeconds(20)); // the last of a poll's timers: its token is valid so long
        var poll = poller.PollAsync(wait: 60);
        await timed;

        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("expired", Poller.Closing(await poll.WithinDeadline()));
        using (var refused = await poller.SendAsync())
        {
            await refused.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }

        var before = poller.ClientId;
        await _server.Http.PublishAsync("""{"topic":"t","data":1,"ephemeral":true}""");
        poller.Headers = [Token(TimeSpan.FromHours(1))];
        Assert.Equal(["1"], await poller.ReadAsync(1));
        Assert.Equal(before, poller.ClientId);
    }

    [Fact]
    public async Task A_full_service_answers_503_and_when_to_come_back()
    {
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();

        using (var response = await _server.SendAsync("GET", "/poll?wait=0", []))
        {
            await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
        }

        // One that goes back takes its own place.
        await _server.Http.PublishNumbersAsync("t", 2);
        var start = poller.Next;
        await poller.ReadAsync(2);
        await _server.Http.PublishNumbersAsync("t", 1, from: 2);
        await poller.ReadAsync(1);
        poller.Next = start;
        Assert.Equal(["0", "1", "2"], await poller.ReadAsync(3));
    }

    private static (string Name, string Value) Token(TimeSpan rest) =>
        Credentialed.Bearer((TestToken.For("**") with { Expires = TestEvents.Noon + rest }).BySecret());

    private Task UntilFreeAsync() => Deadline.UntilAsync(
        () => _server.Services.GetRequiredService<ConnectionLimiter>().Count == 0, "its place is free");
}

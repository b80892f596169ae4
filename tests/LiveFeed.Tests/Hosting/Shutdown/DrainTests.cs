using System.Net;
using LiveFeed.Frames;
using LiveFeed.Hosting.Shutdown;
using LiveFeed.Hub;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Streaming.SocketIo;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Hosting.Shutdown;

/// <summary>A signal ends the streams one by one (<c>LiveFeed:Delivery:Drain</c>); a second one ends them at once.</summary>
public sealed class DrainTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly LiveFeedServer _server;

    public DrainTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time),
        ("Delivery:Drain", "00:00:10"),
        ("SocketIo:Namespaces:0", "/a"),
        ("Delivery:StalledAfter", "00:00:00"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Streams_end_evenly_over_the_time_of_the_drain()
    {
        var drain = TimeSpan.FromSeconds(10);

        Assert.Equal(
            [0, 0, 125, 500, 1000, 1000],
            new[] { 0, 0.0099, 1.25, 5, 10, 11 }.Select(at => Drain.Due(1_000, TimeSpan.FromSeconds(at), drain)));
        Assert.Equal(7, Drain.Due(7, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task Half_of_the_streams_have_ended_after_half_of_the_time_and_not_those_that_came_first()
    {
        var streams = await FollowAsync(40);
        var drain = Drained();

        _time.Advance(TimeSpan.FromSeconds(5));
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 20, "half of them have left");

        Assert.NotEqual(Enumerable.Range(0, 20), Ended(streams)); // by chance once in 10^11 runs
        await _time.PassUntilDoneAsync(drain);
        foreach (var stream in streams)
        {
            Assert.Equal(
                """{"reason":"shutdown","reconnect":true}""", (await stream.ReadNamedAsync("livefeed.closing")).Data);
            await stream.AssertEndedAsync();
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task While_streams_end_the_service_is_not_ready_turns_new_clients_away_and_takes_events()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        Signal();

        using var ready = await _server.Http.GetAsync(
            new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        await using var late = await _server.FollowAsync("/events?topic=t", ("Accept", "text/event-stream"));
        using var other = await _server.SendAsync("GET", "/events?topic=t", [("Accept", "application/json")]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.True(ready.Headers.ConnectionClose);
        await late.ReadNamedAsync("livefeed.closing");
        await other.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        await _server.Http.PublishNumbersAsync("t", 1);
        Assert.Equal("0", (await stream.ReadEventAsync()).Data);
    }

    [Theory]
    [InlineData("/events?topic=t", "text/event-stream", null)]
    [InlineData("/ws", "*/*", "websocket")]
    [InlineData("/socket.io/?EIO=4&transport=polling", "*/*", null)]
    [InlineData("/poll?topic=t", "*/*", null)]
    public async Task A_proxy_that_asks_other_nodes_gets_503_for_a_new_client(string path, string accepts, string? upgrade)
    {
        Signal();

        using var answer = await _server.SendAsync(
            "GET",
            path,
            [
                ("X-Refuse-With", "503"),
                ("Accept", accepts),
                .. upgrade is null ? [] : ((string, string)[])
                    [("Connection", "Upgrade"), ("Upgrade", upgrade), ("Sec-WebSocket-Version", "13"),
                     ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")],
            ]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task What_was_offered_to_a_client_is_sent_before_its_last_frame()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t");
        await stream.ReadConnectedAsync();
        var drain = Drained();
        await _server.Http.PublishNumbersAsync("t", 100);
        var client = Assert.Single(_server.Hub.Everyone.Snapshot().ToArray());
        await Deadline.UntilAsync(() => client.HasReached(_server.Log.Head), "all is offered, which follows the answer");

        _time.Advance(TimeSpan.FromSeconds(10));
        await drain.WithinDeadline();

        Assert.Equal(Enumerable.Range(0, 100).Select(n => $"{n}"), await stream.ReadDataAsync(100));
        Assert.Equal("livefeed.closing", (await stream.ReadAsync())?.Event);
        await stream.AssertEndedAsync();
    }

    [Fact]
    public async Task Clients_of_every_transport_are_told_as_by_any_stop()
    {
        await using var socket = await JsonSocket.OpenAsync(_server);
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();
        var poll = poller.PollAsync(wait: 60);
        await poller.UntilWaitingAsync();
        var drain = Drained();

        _time.Advance(TimeSpan.FromSeconds(10));
        await drain.WithinDeadline();

        Assert.Equal(1001, await socket.ReadCloseAsync());
        await peer.ReadCloseAsync();
        Assert.Equal("shutdown", Poller.Closing(await poll.WithinDeadline()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_connection_in_two_namespaces_ends_at_the_turn_of_the_first_of_them(int first)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.ConnectAsync(ns: "/a,");
        var clients = _server.Hub.BeginClosing(CloseReason.Shutdown);
        Assert.Equal(2, clients.Length);

        clients[first].Close(CloseReason.Shutdown);

        await peer.ReadCloseAsync();
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "both sockets have ended");
    }

    [Fact]
    public async Task A_poller_goes_on_until_its_turn()
    {
        var poller = new Poller(_server, "topic=t");
        await poller.PollAsync();
        Signal();

        await _server.Http.PublishNumbersAsync("t", 1);

        Assert.Equal(["0"], Poller.Data(await poller.PollAsync()));
    }

    [Fact]
    public async Task A_second_signal_ends_all_streams_at_once()
    {
        var streams = await FollowAsync(10);
        Signal();

        _server.Services.GetRequiredService<DrainingLifetime>().StopApplication();

        foreach (var stream in streams)
        {
            await stream.ReadNamedAsync("livefeed.closing");
            await stream.AssertEndedAsync();
            await stream.DisposeAsync();
        }
    }

    private void Signal()
    {
        var lifetime = _server.Services.GetRequiredService<DrainingLifetime>();
        Assert.True(lifetime.ApplicationStarted.IsCancellationRequested, "it has not started");
        lifetime.StopApplication();
    }

    // What a signal begins on another thread, which would look at the clock at some time.
    private Task Drained() => _server.Services.GetRequiredService<Drain>().RunAsync(CancellationToken.None);

    private async Task<SseConnection[]> FollowAsync(int count)
    {
        var streams = new SseConnection[count];
        for (var i = 0; i < count; i++)
        {
            streams[i] = await _server.FollowAsync("/events?topic=t");
            await streams[i].ReadConnectedAsync();
        }

        return streams;
    }

    private IEnumerable<int> Ended(SseConnection[] streams)
    {
        var left = _server.Hub.Everyone.Snapshot().ToArray().Select(client => client.Number).ToHashSet();
        return Enumerable.Range(0, streams.Length).Where(i => !left.Contains(i + 1));
    }
}

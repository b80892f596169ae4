using LiveFeed.Access.Limits;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>The service pings, and lets go who does not answer; on virtual time.</summary>
public sealed class EngineHeartbeatTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly EngineHost _host;

    public EngineHeartbeatTests() => _host = new EngineHost(new EngineOptions(), _time);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_poll_gets_a_ping_at_the_interval_again_and_again_while_pongs_come()
    {
        var client = await _host.OpenAsync();
        var session = await _host.Application.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(Interval);
            Assert.Equal(["2"], await client.PollAsync());
            _time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
            await client.SendAsync("3");
        }

        Assert.False(session.HasEnded);
    }

    [Fact]
    public async Task No_ping_comes_before_the_interval()
    {
        var client = await _host.OpenAsync();
        var session = await _host.Application.NextAsync();
        _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        session.Send("a");
        Assert.Equal(["4a"], await client.PollAsync());

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["2"], await client.PollAsync());
    }

    [Fact]
    public async Task A_WebSocket_gets_pings_and_is_closed_when_no_pong_comes_in_time()
    {
        await using var socket = await _host.OpenSocketAsync();
        var session = await _host.Application.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(Interval);
            Assert.Equal("2", await socket.ReadTextAsync());
            await socket.SendAsync(RawSocket.Text, "3");
            await socket.SendAsync(RawSocket.Text, "4taken"); // so that the pong is taken, too
            Assert.Equal("4taken", await socket.ReadTextAsync());
            await session.HasTakenAsync();
        }

        _time.Advance(Interval);
        Assert.Equal("2", await socket.ReadTextAsync());
        _time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(session.HasEnded);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(EngineCloseReason.PingTimeout, await session.EndAsync());
    }

    [Fact]
    public async Task A_client_that_never_polls_after_its_handshake_is_ended_and_its_place_is_free()
    {
        var limiter = _host.Server.Services.GetRequiredService<ConnectionLimiter>();
        var client = await _host.OpenAsync();
        var session = await _host.Application.NextAsync();
        Assert.Equal(1, limiter.Count);

        _time.Advance(Interval);
        _time.Advance(Timeout);

        Assert.Equal(EngineCloseReason.PingTimeout, await session.EndAsync());
        Assert.Equal(0, limiter.Count);
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_poll_that_waits_is_told_that_its_client_was_too_late()
    {
        var client = await _host.OpenAsync();
        _time.Advance(Interval);
        Assert.Equal(["2"], await client.PollAsync());
        var poll = client.PollAsync();
        await _time.PassUntilAsync(Timeout, () => poll.IsCompleted, "the poll is answered");

        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_pong_that_was_not_asked_for_does_not_put_off_the_ping()
    {
        var client = await _host.OpenAsync();
        _time.Advance(Interval - TimeSpan.FromSeconds(1));
        await client.SendAsync("3");

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["2"], await client.PollAsync());
    }

    [Fact]
    public async Task A_client_whose_messages_come_is_there_though_its_pong_is_late()
    {
        var client = await _host.OpenAsync();
        var session = await _host.Application.NextAsync();
        _time.Advance(Interval);
        _time.Advance(Timeout / 2);
        await client.SendAsync("4a");
        _time.Advance(Timeout / 2);
        Assert.False(session.HasEnded);
        Assert.Equal(["2", "4a"], await client.PollAsync());

        _time.Advance(Timeout);

        Assert.Equal(EngineCloseReason.PingTimeout, await session.EndAsync());
    }

    [Fact]
    public async Task The_interval_begins_anew_with_the_pong()
    {
        var client = await _host.OpenAsync();
        var session = await _host.Application.NextAsync();
        _time.Advance(Interval);
        Assert.Equal(["2"], await client.PollAsync());
        _time.Advance(TimeSpan.FromSeconds(10));
        await client.SendAsync("3");
        _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        session.Send("a");
        Assert.Equal(["4a"], await client.PollAsync());

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["2"], await client.PollAsync());
    }

    [Fact]
    public async Task Many_clients_are_each_pinged_in_their_time()
    {
        var clients = new List<PollingClient>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add(await _host.OpenAsync());
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(i == 0 ? 5 : 1));
            Assert.Equal(["2"], await clients[i].PollAsync());
        }
    }
}

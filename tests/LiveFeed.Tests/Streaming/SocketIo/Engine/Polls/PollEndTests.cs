using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine.Polls;

/// <summary>How the service ends a client that polls.</summary>
public sealed class PollEndTests
{
    [Fact]
    public async Task The_poll_that_waits_is_told_and_then_the_session_is_not_known()
    {
        await using var host = new EngineHost();
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        var poll = client.PollAsync();
        session.Send("a");
        Assert.Equal(["4a"], await poll);
        poll = client.PollAsync();
        await session.HasPollAsync();

        session.Connection.Close(EngineCloseReason.Closed);

        Assert.Equal(["1"], await poll);
        Assert.Equal(EngineCloseReason.Closed, await session.EndAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task Between_two_polls_the_next_one_gets_what_waits_and_the_end()
    {
        await using var host = new EngineHost();
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        session.Send("last words");
        session.Connection.Close(EngineCloseReason.Closed);
        Assert.Equal(EngineCloseReason.Closed, await session.EndAsync());
        Assert.True(session.Connection.Gone.IsCancellationRequested);
        Assert.False(session.Send("too late"));

        Assert.Equal(["4last words", "1"], await client.PollAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task A_connection_that_is_closed_as_it_begins_is_known_until_its_first_poll()
    {
        await using var host = new EngineHost();
        host.Application.Greet = connection => connection.Close(EngineCloseReason.Closed);
        var client = await host.OpenAsync();

        Assert.Equal(["1"], await client.PollAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task The_last_poll_that_does_not_come_is_not_waited_for_longer_than_a_pong()
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        await using var host = new EngineHost(new EngineOptions(), time);
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        session.Connection.Close(EngineCloseReason.Closed);

        time.Advance(TimeSpan.FromSeconds(20));

        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task An_application_that_fails_ends_only_that_connection()
    {
        await using var host = new EngineHost();
        host.Application.Take = (_, _) => throw new InvalidOperationException("on purpose");
        var (client, other) = (await host.OpenAsync(), await host.OpenAsync());
        var session = await host.Application.NextAsync();

        using var posted = await client.PostAsync("4a");

        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        Assert.Equal(EngineCloseReason.Fault, await session.EndAsync());
        await client.AssertUnknownAsync();
        await other.SendAsync("6");
    }

    [Fact]
    public async Task An_answer_that_nobody_reads_is_cut_off_and_its_client_ended()
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        await using var host = new EngineHost(new EngineOptions(), time);
        var client = await host.OpenAsync();
        var session = await host.Application.NextAsync();
        session.Send(new string('x', 30 << 20)); // more than all buffers between take
        using var tcp = new TcpClient { ReceiveBufferSize = 4_096 };
        await tcp.ConnectAsync(host.Address.Host, host.Address.Port, TestContext.Current.CancellationToken);
        await tcp.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET {client.Query} HTTP/1.1\r\nHost: {host.Address.Authority}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await tcp.GetStream().ReadExactlyAsync(new byte[100], TestContext.Current.CancellationToken);

        for (var second = 0; second < 45 && !session.HasEnded; second += 5)
        {
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.NotEqual(EngineCloseReason.Closed, await session.EndAsync());
        await Deadline.UntilAsync(() => host.Server.HeldBytes() == 0, "nothing is held");
    }
}

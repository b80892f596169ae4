using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine.Sockets;

/// <summary>How a client that polls goes on with a WebSocket.</summary>
public sealed class UpgradeTests(EngineHost host) : IClassFixture<EngineHost>
{
    [Fact]
    public async Task The_probe_is_answered_a_poll_gets_noop_and_from_then_on_messages_come_over_the_WebSocket()
    {
        var client = await host.OpenAsync();
        await using var socket = await host.ProbeAsync(client);
        await socket.SendAsync(RawSocket.Text, "2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync());
        Assert.Equal(["6"], await client.PollAsync());

        await socket.SendAsync(RawSocket.Text, "5");
        await socket.SendAsync(RawSocket.Text, "4hello");

        Assert.Equal("4hello", await socket.ReadTextAsync());
    }

    [Fact]
    public async Task A_poll_that_waits_when_the_probe_comes_gets_noop()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var poll = client.PollAsync();
        await (await own.Application.NextAsync()).HasPollAsync();
        await using var socket = await own.ProbeAsync(client);
        await socket.SendAsync(RawSocket.Text, "2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync());

        Assert.Equal(["6"], await poll);
    }

    [Fact]
    public async Task Until_the_upgrade_messages_go_to_the_polls_and_what_waits_then_goes_to_the_WebSocket()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        await using var socket = await ProbedAsync(own, client);
        session.Send("a");
        Assert.Equal(["4a"], await client.PollAsync());
        session.Send("b");
        session.Send("c");

        await socket.SendAsync(RawSocket.Text, "5");

        Assert.Equal("4b", await socket.ReadTextAsync());
        Assert.Equal("4c", await socket.ReadTextAsync());
        Assert.False(session.HasEnded);
    }

    [Fact]
    public async Task After_the_upgrade_the_session_is_good_for_no_poll_and_no_post()
    {
        var client = await host.OpenAsync();
        await using var socket = await UpgradedAsync(host, client);

        using var poll = await client.GetAsync(TestContext.Current.CancellationToken);
        using var post = await client.PostAsync("4a");

        await poll.AssertRefusedAsync(3, "Bad request");
        await post.AssertRefusedAsync(3, "Bad request");
        await socket.SendAsync(RawSocket.Text, "4hello");
        Assert.Equal("4hello", await socket.ReadTextAsync());
    }

    [Fact]
    public async Task A_second_WebSocket_is_closed_while_the_first_is_probed_and_after()
    {
        var client = await host.OpenAsync();
        await using var socket = await ProbedAsync(host, client);
        await using var second = await host.ProbeAsync(client);
        Assert.Equal(1008, await second.ReadCloseAsync());

        await socket.SendAsync(RawSocket.Text, "5");
        await socket.SendAsync(RawSocket.Text, "4hello");
        Assert.Equal("4hello", await socket.ReadTextAsync());
        await using var third = await host.ProbeAsync(client);
        Assert.Equal(1008, await third.ReadCloseAsync());

        await socket.SendAsync(RawSocket.Text, "4still here");
        Assert.Equal("4still here", await socket.ReadTextAsync());
    }

    [Theory]
    [InlineData("4hello")]
    [InlineData("2")]
    [InlineData("3probe")]
    [InlineData("")]
    public async Task A_WebSocket_that_sends_something_else_is_closed_and_the_client_polls_on(string packet)
    {
        var client = await host.OpenAsync();
        await using var socket = await ProbedAsync(host, client);

        await socket.SendAsync(RawSocket.Text, packet);

        Assert.Equal(1005, await socket.ReadCloseAsync());
        await client.SendAsync("4a");
        Assert.Equal(["4a"], await client.PollAsync());
        await using var again = await UpgradedAsync(host, client); // it may try again
    }

    [Fact]
    public async Task A_WebSocket_that_breaks_off_leaves_the_client_polling()
    {
        await using var own = new EngineHost();
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        var socket = await ProbedAsync(own, client);
        await socket.DisposeAsync();

        await client.SendAsync("4a");

        Assert.Equal(["4a"], await client.PollAsync());
        Assert.False(session.HasEnded);
    }

    [Fact]
    public async Task A_WebSocket_that_the_client_closes_before_the_upgrade_has_its_code_back_and_the_client_polls_on()
    {
        var client = await host.OpenAsync();
        await using var socket = await ProbedAsync(host, client);

        await socket.SendAsync(RawSocket.Frame(RawSocket.Close, [3, 0xE8]));

        Assert.Equal(1000, await socket.ReadCloseAsync());
        await client.SendAsync("4a");
        Assert.Equal(["4a"], await client.PollAsync());
    }

    [Fact]
    public async Task A_WebSocket_that_does_not_complete_the_upgrade_in_time_is_closed_and_the_client_polls_on()
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        await using var own = new EngineHost(new EngineOptions(), time);
        var client = await own.OpenAsync();
        await using var socket = await ProbedAsync(own, client);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(1005, await socket.ReadCloseAsync());
        await client.SendAsync("4a");
        Assert.Equal(["4a"], await client.PollAsync());
    }

    [Fact]
    public async Task When_the_client_closes_by_polling_its_WebSocket_is_closed()
    {
        var client = await host.OpenAsync();
        await using var socket = await ProbedAsync(host, client);

        await client.SendAsync("1");

        Assert.Equal(1005, await socket.ReadCloseAsync());
        await client.AssertUnknownAsync();
    }

    [Fact]
    public async Task Where_upgrades_are_off_none_is_offered_or_made()
    {
        await using var own = new EngineHost(new EngineOptions { AllowUpgrades = false });
        var client = await own.OpenAsync();
        Assert.Equal(0, client.Handshake.GetProperty("upgrades").GetArrayLength());

        await using var socket = await own.ProbeAsync(client);

        Assert.Equal(1008, await socket.ReadCloseAsync());
        await client.SendAsync("4a");
        Assert.Equal(["4a"], await client.PollAsync());
    }

    [Fact]
    public async Task A_client_that_upgrades_while_it_posts_is_closed_as_the_order_is_lost()
    {
        await using var own = new EngineHost();
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        own.Application.Take = async (_, _) =>
        {
            begun.TrySetResult();
            await go.Task;
        };
        var client = await own.OpenAsync();
        var session = await own.Application.NextAsync();
        await using var socket = await ProbedAsync(own, client);
        var post = client.PostAsync("4a");
        await begun.Task.WithinDeadline();

        await socket.SendAsync(RawSocket.Text, "5");

        Assert.Equal(1005, await socket.ReadCloseAsync());
        go.SetResult();
        Assert.Equal(EngineCloseReason.TransportError, await session.EndAsync());
        using var refused = await post;
    }

    private static async Task<RawSocket> ProbedAsync(EngineHost host, PollingClient client)
    {
        var socket = await host.ProbeAsync(client);
        await socket.SendAsync(RawSocket.Text, "2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync());
        return socket;
    }

    private static async Task<RawSocket> UpgradedAsync(EngineHost host, PollingClient client)
    {
        var socket = await ProbedAsync(host, client);
        await socket.SendAsync(RawSocket.Text, "5");
        await socket.SendAsync(RawSocket.Text, "4upgraded");
        Assert.Equal("4upgraded", await socket.ReadTextAsync());
        return socket;
    }
}

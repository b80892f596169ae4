using LiveFeed.Access.Limits;
using LiveFeed.Memory;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>Clients that mean no good: they cost little, and harm only themselves.</summary>
public sealed class HostileTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("Rooms:PerClient", "3"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_thousand_namespaces_are_a_thousand_refusals()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        for (var i = 0; i < 1_000; i++)
        {
            await peer.SendAsync($"0/n{i},");
        }

        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal($"4/n{i},{{\"message\":\"Invalid namespace\"}}", await peer.ReadAsync());
        }

        await peer.DoAsync("""["subscribe","a"]""");
        Assert.Equal(1, _server.Hub.Everyone.Count);
    }

    [Fact]
    public async Task Acknowledgements_that_nobody_asked_for_are_ignored()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        for (var i = 0; i < 10_000; i++)
        {
            await peer.SendAsync($"3{i}[]");
        }

        await peer.HasNothingAsync();
    }

    [Fact]
    public async Task Attachments_that_never_come_are_counted_until_the_connection_ends()
    {
        var budget = _server.Services.GetRequiredService<MemoryBudget>();
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.SendAsync("""52-["x",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""");
        await peer.SendAsync(new byte[900_000]);
        await Deadline.UntilAsync(() => budget.Held >= 900_000, "they are counted");
        peer.Break();
        await Deadline.UntilAsync(() => budget.Held < 900_000, "they are let go");
    }

    [Fact]
    public async Task More_bytes_of_attachments_than_a_packet_may_have_close_the_connection()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.SendAsync($"55-[\"x\"{string.Concat(Enumerable.Range(0, 5).Select(
            i => $",{{\"_placeholder\":true,\"num\":{i}}}"))}]");
        for (var i = 0; i < 5; i++)
        {
            await peer.SendAsync(new byte[999_000]);
        }

        await peer.ReadCloseAsync();
    }

    [Fact]
    public async Task A_megabyte_of_brackets_closes_the_connection()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.SendAsync("2" + new string('[', 999_000));
        await peer.ReadCloseAsync();
    }

    [Fact]
    public async Task A_client_may_be_in_so_many_rooms()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        foreach (var room in new[] { "a", "b", "c", "a" })
        {
            await peer.DoAsync($"[\"join-room\",\"{room}\"]");
        }

        Assert.Equal("invalid", await peer.RefusedAsync("""["join-room","d"]"""));
    }

    [Fact]
    public async Task A_client_that_connects_and_leaves_a_hundred_times_leaves_nothing_behind()
    {
        await using var peer = await SocketIoPeer.OpenAsync(_server);
        for (var i = 0; i < 100; i++)
        {
            await peer.ConnectAsync();
            await peer.DoAsync("""["join-room","a"]""");
            await peer.SendAsync("1");
        }

        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "all have left");
        var members = await _server.Http.GetStringAsync(
            new Uri("/members?topic=rooms/a", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.StartsWith("""{"members":[]""", members, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_reads_no_answers_is_closed()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, polls: true); // it polls only to read
        var asking = Task.Run(async () =>
        {
            for (var i = 0; i < 200 && _server.Hub.Everyone.Count > 0; i++)
            {
                await peer.SendAsync(string.Join("\u001e4", Enumerable.Repeat($"2{i}[\"subscribe\",5]", 100)));
            }
        }, TestContext.Current.CancellationToken);

        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "it is gone");
        await asking;
    }

    [Fact]
    public async Task A_thousand_sessions_that_never_poll_are_let_go()
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        await using var server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(time));
        var limiter = server.Services.GetRequiredService<ConnectionLimiter>();
        var handshake = new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.StartsWith(
                """0{"sid":""",
                await server.Http.GetStringAsync(handshake, TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }

        Assert.Equal(1_000, limiter.Count);
        await time.PassUntilAsync(TimeSpan.FromSeconds(1), () => limiter.Count == 0, "their places are free");
    }

    [Fact]
    public async Task Ten_thousand_attachments_are_not_waited_for()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.SendAsync("""510000-["x",{"_placeholder":true,"num":0}]""");
        await peer.ReadCloseAsync();
    }

    [Fact]
    public async Task A_client_that_owes_a_thousand_acknowledgements_is_asked_no_more()
    {
        _server.Services.GetRequiredService<MappedNamespaces>().Map("/app").On("go", async e =>
        {
            var owed = Enumerable.Range(0, 1_000).Select(_ => e.Socket.EmitWithAckAsync("q", Deadline.Time)).ToList();
            var more = await Record.ExceptionAsync(() => e.Socket.EmitWithAckAsync("q", Deadline.Time));
            e.Ack(owed.Count(one => !one.IsCompleted), more?.GetType().Name);
        });
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");

        var answer = await peer.AskAsync("""["go"]""", "/app,", id: 5_000);

        Assert.Equal("""[1000,"InvalidOperationException"]""", answer.GetRawText());
        Assert.Equal(1_000, peer.Skipped);
    }
}

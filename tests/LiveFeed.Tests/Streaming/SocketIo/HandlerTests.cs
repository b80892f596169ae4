using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>An application's handlers.</summary>
public sealed class HandlerTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("SocketIo:Recovery:Enabled", "false"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_handler_reads_values_and_acknowledges_once()
    {
        Map("/app", ns => ns.On("sum", e =>
        {
            Assert.True(e.WantsAck);
            e.Ack(e.Arguments.Get<int>(0) + e.Arguments.Get<Point>(1)!.X, new Point(7), e.Arguments.GetJson(2));
            e.Ack("once only");
        }));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");

        Assert.Equal("""[3,{"x":7},null]""", (await peer.AskAsync("""["sum",1,{"x":2}]""", "/app,")).GetRawText());
        Assert.Equal("""[3,{"x":7},null]""", (await peer.AskAsync("""["sum",1,{"x":2}]""", "/app,", id: 8)).GetRawText());
    }

    [Fact]
    public async Task Bytes_are_binary_data_wherever_they_stand()
    {
        Map("/app", ns => ns.On("picture", e => e.Socket.Emit(
            "thumbnail", new { Name = "é", Bytes = e.Arguments.Get<byte[]>(0) }, new[] { new byte[] { 9 } })));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""51-/app,["picture",{"_placeholder":true,"num":0}]""");
        await peer.SendAsync([1, 2]);

        Assert.Equal(
            """
            52-/app,["thumbnail",{"name":"é","bytes":{"_placeholder":true,"num":0}},[{"_placeholder":true,"num":1}]]
            """.Trim(),
            await peer.ReadAsync());
        Assert.Equal(("bAQI=", "bCQ=="), (await peer.ReadAsync(), await peer.ReadAsync()));
    }

    [Fact]
    public async Task A_placeholder_that_another_client_wrote_is_no_attachment()
    {
        Map("/app", ns => ns.On("pass", e => e.Ack(new byte[] { 9 }, e.Arguments.Get<JsonElement>(0))));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,4["pass",{"_placeholder":true,"num":99}]""");

        Assert.Equal("""3/app,4[{"_binary":"CQ=="},{"_placeholder":true,"num":99}]""", await peer.ReadAsync());
    }

    [Fact]
    public async Task The_service_may_wait_for_an_acknowledgement_within_a_handler()
    {
        Map("/app", ns => ns.On("go", async e =>
        {
            var answer = await e.Socket.EmitWithAckAsync("question", TimeSpan.FromSeconds(20), 1);
            e.Ack(answer);
        }));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,4["go"]""");
        var question = await peer.ReadAsync();
        Assert.Matches("""^2/app,\d+\["question",1\]$""", question);
        var id = question[6..question.IndexOf('[', StringComparison.Ordinal)];
        await peer.SendAsync("3/app,77[]"); // nobody asked
        await peer.SendAsync($$"""3/app,{{id}}["yes",{"a":1}]""");

        Assert.Equal("""3/app,4["yes",{"a":1}]""", await peer.ReadAsync());
    }

    [Fact]
    public async Task An_acknowledgement_that_does_not_come_is_a_timeout_and_a_lost_client_cancels()
    {
        var outcomes = new List<string>();
        Map("/app", ns => ns.OnConnected(async socket =>
        {
            foreach (var patience in new[] { TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1) })
            {
                try
                {
                    await socket.EmitWithAckAsync("question", patience);
                }
                catch (Exception e)
                {
                    outcomes.Add(e is TimeoutException ? "late" : e is OperationCanceledException ? "gone" : "?");
                }
            }
        }));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.ReadAsync();
        await peer.ReadAsync();
        peer.Break();

        await Deadline.UntilAsync(() => outcomes.Count == 2, "both have ended");
        Assert.Equal(["late", "gone"], outcomes);
    }

    [Fact]
    public async Task A_handler_that_fails_ends_nothing_else()
    {
        Map("/app", ns => ns
            .OnConnected(_ => throw new InvalidOperationException("no"))
            .On("fail", e => throw new InvalidOperationException(e.Name))
            .On("fail-late", async e =>
            {
                await Task.Yield();
                throw new InvalidOperationException(e.Name);
            })
            .On("ok", e => e.Ack(true)));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,1["fail"]""");
        await peer.SendAsync("""2/app,2["fail-late"]""");

        Assert.True((await peer.AskAsync("""["ok"]""", "/app,"))[0].GetBoolean());
        Assert.Equal(0, peer.Skipped);
    }

    [Fact]
    public async Task One_clients_events_are_handled_one_after_another()
    {
        Map("/app", ns => ns.On("n", async e =>
        {
            await Task.Yield();
            e.Socket.Emit("n", e.Arguments);
        }));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        for (var i = 0; i < 500; i++)
        {
            await peer.SendAsync($"2/app,[\"n\",{i}]");
        }

        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($"2/app,[\"n\",{i}]", await peer.ReadAsync());
        }
    }

    [Fact]
    public async Task Connecting_and_disconnecting_are_told_once_each()
    {
        var told = new List<string>();
        Map("/app", ns => ns
            .OnConnected(socket => told.Add($"+{socket.Id}"))
            .OnDisconnected(socket => told.Add($"-{socket.Id}"))
            .On("bye", e => e.Socket.Disconnect()));
        await using var one = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await one.SendAsync("1/app,");
        await Deadline.UntilAsync(() => told.Count == 2, "one has left");
        await using var two = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        two.Break();
        await Deadline.UntilAsync(() => told.Count == 4, "two is lost");
        await using var three = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await three.SendAsync("""2/app,["bye"]""");
        await three.ReadEventAsync("livefeed.closing");
        Assert.Equal("1/app,", await three.ReadAsync());

        await Deadline.UntilAsync(() => told.Count == 6, "three was sent away");
        Assert.Equal([$"+{one.Id}", $"-{one.Id}", $"+{two.Id}", $"-{two.Id}", $"+{three.Id}", $"-{three.Id}"], told);
    }

    [Fact]
    public async Task Handlers_of_the_feeds_namespace_come_before_the_feed()
    {
        Map("/", ns => ns.On("message", e => e.Ack("mine")).On("typing", async e => await Task.Yield()));
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.DoAsync("""["join-room","a"]""");

        Assert.Equal("mine", (await peer.AskAsync("""["message",{}]"""))[0].GetString());
        Assert.Equal(0, peer.Skipped);
        await peer.SendAsync("""2["typing",true]""");
        await peer.DoAsync("""["subscribe","a"]""");
    }

    [Fact]
    public async Task The_events_of_the_feed_mean_nothing_in_the_applications_own_namespaces()
    {
        Map("/app", ns => ns.On("ok", e => e.Ack(true)));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,1["join-room","a"]""");

        Assert.True((await peer.AskAsync("""["ok"]""", "/app,"))[0].GetBoolean());
        Assert.Equal(0, peer.Skipped);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("/a,b")]
    [InlineData("/a?b")]
    public async Task A_namespace_that_no_client_can_name_is_refused(string name)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<ArgumentException>(() => app.MapSocketIoNamespace(name, _ => { }));
    }

    [Fact]
    public void A_reserved_name_is_no_event()
    {
        var ns = _server.Services.GetRequiredService<MappedNamespaces>().Map("/reserved");

        Assert.Throws<ArgumentException>(() => ns.On("disconnect", _ => { }));
    }

    private void Map(string name, Action<SocketIoNamespace> configure) =>
        configure(_server.Services.GetRequiredService<MappedNamespaces>().Map(name));

    private sealed record Point(int X);
}

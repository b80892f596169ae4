using LiveFeed.Streaming.SocketIo;
using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>What a client sends while a handler waits, and what it gets before one runs.</summary>
public sealed class HandlerWaitTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("SocketIo:Recovery:Enabled", "false"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_acknowledgement_is_read_although_many_events_came_before_it()
    {
        var handled = 0;
        Map(ns => ns.On("go", AskAsync).On("n", _ => handled++));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,4["go"]""");
        var question = await peer.ReadAsync();
        await peer.SendAsync($"2/app,[\"n\",\"{new string('x', 300_000)}\"]");
        for (var i = 0; i < 100; i++)
        {
            await peer.SendAsync($"2/app,[\"n\",{i}]");
        }

        await peer.SendAsync($"3/app,{question[6..question.IndexOf('[', StringComparison.Ordinal)]}[]");

        Assert.Equal("3/app,4[]", await peer.ReadAsync());
        await Deadline.UntilAsync(() => handled == 101, "all are handled");
    }

    [Fact]
    public async Task A_client_that_sends_megabytes_instead_of_an_acknowledgement_is_closed()
    {
        Map(ns => ns.On("go", AskAsync).On("n", _ => { }));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,4["go"]""");
        await peer.ReadAsync();
        const int Size = 500_000;
        var large = $"2/app,[\"n\",\"{new string('x', Size)}\"]";
        for (var sent = 0; sent < HandlerTurns.EndsAboveBytes + (2 * Size); sent += Size)
        {
            await peer.SendAsync(large);
        }

        await peer.ReadCloseAsync();
    }

    [Fact]
    public async Task A_client_is_connected_before_it_is_told_anything_else()
    {
        Map(ns => ns.OnConnected(socket => socket.Emit("hello")));
        await using var peer = await PollingPeer.DialAsync(_server.Address, "", null);
        await peer.SendAsync("0/app,");

        Assert.StartsWith("0/app,{", await peer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, ((PollingPeer)peer).Waiting); // it came by itself
        Assert.Equal("""2/app,["hello"]""", await peer.ReadAsync());
    }

    private static async Task AskAsync(SocketIoEvent e) =>
        e.Ack(await e.Socket.EmitWithAckAsync("question", TimeSpan.FromMinutes(1)));

    private void Map(Action<SocketIoNamespace> configure) =>
        configure(_server.Services.GetRequiredService<MappedNamespaces>().Map("/app"));
}

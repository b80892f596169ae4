using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>What the Socket.IO protocol says of a server, over both transports.</summary>
public sealed class ProtocolTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("SocketIo:Namespaces:0", "/admin"), ("SocketIo:ConnectTimeout", "00:00:10"));

    public ProtocolTests()
    {
        var mapped = _server.Services.GetRequiredService<MappedNamespaces>();
        foreach (var name in new[] { "/echo", "/other" })
        {
            mapped.Map(name)
                .OnConnected(socket => socket.Emit("auth", socket.Auth))
                .On("echo", e => e.Socket.Emit("back", e.Arguments))
                .On("ask", e => e.Ack(e.Arguments));
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_has_what_the_client_gave(bool polls)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, """{"token":"é","n":[1.50]}""", "/echo,", polls);
        Assert.Equal("""2/echo,["auth",{"token":"é","n":[1.50]}]""", await peer.ReadAsync());

        await peer.ConnectAsync(ns: "/other,");
        Assert.Equal("""2/other,["auth",{}]""", await peer.ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_come_back_as_they_were_sent(bool polls)
    {
        await using var peer = await EchoAsync(polls);
        await peer.SendAsync("""2/echo,["echo",1.50,"2",{"3":[true,"é\n"]}]""");
        Assert.Equal("""2/echo,["back",1.50,"2",{"3":[true,"é\n"]}]""", await peer.ReadAsync());

        await peer.SendAsync("""2/echo,["echo"]""");
        Assert.Equal("""2/echo,["back"]""", await peer.ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_acknowledgement_has_the_number_of_the_event(bool polls)
    {
        await using var peer = await EchoAsync(polls);
        await peer.SendAsync("""2/echo,456["ask",1,"2",{"3":[false]}]""");
        Assert.Equal("""3/echo,456[1,"2",{"3":[false]}]""", await peer.ReadAsync());

        await peer.SendAsync("""2/echo,0["ask"]""");
        Assert.Equal("3/echo,0[]", await peer.ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Binary_values_come_as_attachments_both_ways(bool polls)
    {
        await using var peer = await EchoAsync(polls);
        const string Values = """{"_placeholder":true,"num":0},[{"x":{"_placeholder":true,"num":1}}]""";
        await peer.SendAsync($"52-/echo,[\"echo\",{Values}]");
        await peer.SendAsync([1, 2, 3]);
        await peer.SendAsync([4]);
        Assert.Equal($"52-/echo,[\"back\",{Values}]", await peer.ReadAsync());
        Assert.Equal(("bAQID", "bBA=="), (await peer.ReadAsync(), await peer.ReadAsync()));

        await peer.SendAsync("""51-/echo,9["ask",{"_placeholder":true,"num":0}]""");
        await peer.SendAsync([]);
        Assert.Equal("""61-/echo,9[{"_placeholder":true,"num":0}]""", await peer.ReadAsync());
        Assert.Equal("b", await peer.ReadAsync());
    }

    [Theory]
    [InlineData("2[\"a\"]")]
    [InlineData("1")]
    [InlineData("3[]")]
    [InlineData("2/echo,[\"a\"]")]
    public async Task Anything_before_connect_closes_the_connection(string packet)
    {
        foreach (var polls in new[] { false, true })
        {
            await using var peer = await SocketIoPeer.OpenAsync(_server, polls);
            await peer.SendAsync(packet);
            await peer.ReadCloseAsync();
        }
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("9")]
    [InlineData("0/echo,")] // it is there already
    [InlineData("0/echo,{\"again\":1}")]
    [InlineData("4/echo,{\"message\":\"x\"}")]
    [InlineData("2/echo,{}")]
    [InlineData("2/echo,[]")]
    [InlineData("2/echo,[1]")]
    [InlineData("2/echo,[\"disconnect\"]")]
    [InlineData("2/echo,abc[\"ask\",1]")]
    [InlineData("2/echo,")]
    [InlineData("3/echo,1{}")]
    [InlineData("3/echo,1")]
    [InlineData("1/echo,{}")]
    [InlineData("2/nowhere,[\"a\"]")]
    [InlineData("511-/echo,[\"a\"]")]
    public async Task A_packet_that_is_none_closes_the_connection(string packet)
    {
        foreach (var polls in new[] { false, true })
        {
            await using var peer = await EchoAsync(polls);
            await peer.SendAsync(packet);
            await peer.ReadCloseAsync();
        }
    }

    [Fact]
    public async Task Bytes_without_a_packet_close_the_connection_and_so_does_a_packet_instead_of_bytes()
    {
        await using var peer = await EchoAsync(polls: false);
        await peer.SendAsync([1]);
        await peer.ReadCloseAsync();

        await using var other = await EchoAsync(polls: false);
        await other.SendAsync("""51-/echo,["echo",{"_placeholder":true,"num":0}]""");
        await other.SendAsync("""2/echo,["echo"]""");
        await other.ReadCloseAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_leaves_a_namespace_stays_in_the_others(bool polls)
    {
        await using var peer = await EchoAsync(polls);
        await peer.ConnectAsync(ns: "/other,");
        await peer.ReadEventAsync("auth");
        await peer.SendAsync("1/other");
        await peer.SendAsync("""2/echo,["echo",1]""");

        Assert.Equal("""2/echo,["back",1]""", await peer.ReadAsync());
        await peer.ConnectAsync(ns: "/other,");
        Assert.NotEmpty(peer.Id);
    }

    [Fact]
    public async Task An_event_for_a_namespace_that_the_client_has_left_closes_the_connection()
    {
        await using var peer = await EchoAsync(polls: false);
        await peer.SendAsync("1/echo,");
        await peer.SendAsync("""2/echo,["echo",1]""");
        await peer.ReadCloseAsync();
    }

    private async Task<SocketIoPeer> EchoAsync(bool polls)
    {
        var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/echo,", polls: polls);
        await peer.ReadEventAsync("auth");
        return peer;
    }
}

using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>How clients connect to namespaces, over both transports.</summary>
public sealed class ConnectingTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("SocketIo:Namespaces:0", "/admin"), ("SocketIo:ConnectTimeout", "00:00:10"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("/admin,", false)]
    [InlineData("/admin,", true)]
    public async Task A_client_is_told_its_id_in_the_namespace(string ns, bool polls)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: ns, polls: polls);

        Assert.StartsWith("m-", peer.Id, StringComparison.Ordinal);
        Assert.Null(peer.Secret);
        Assert.Null(_server.Hub.Find(peer.Id)); // it gives no rights over the connection
    }

    [Theory]
    [InlineData("0/admin", "/admin,")]
    [InlineData("0/admin?token=1,", "/admin,")]
    public async Task A_namespace_may_end_the_packet_or_have_a_query(string packet, string ns)
    {
        await using var peer = await SocketIoPeer.OpenAsync(_server);
        await peer.SendAsync(packet);

        Assert.StartsWith($"0{ns}{{\"sid\":\"m-", await peer.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unknown_namespace_is_refused_and_others_stay(bool polls)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/admin,", polls: polls);
        await peer.SendAsync("0/random,{\"token\":\"1\"}");
        Assert.Equal("""4/random,{"message":"Invalid namespace"}""", await peer.ReadAsync());

        await peer.ConnectAsync();
        Assert.NotEmpty(peer.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_is_in_no_namespace_in_time_is_closed(bool polls)
    {
        await using var server = new LiveFeedServer(("SocketIo:ConnectTimeout", "00:00:05"));
        await using var silent = await SocketIoPeer.OpenAsync(server, polls);
        await using var refused = await SocketIoPeer.OpenAsync(server, polls);
        await refused.SendAsync("0/nowhere,");
        await using var left = await SocketIoPeer.ConnectAsync(server, polls: polls);
        await left.SendAsync("1");

        await silent.ReadCloseAsync();
        await refused.ReadCloseAsync();
        await left.ReadCloseAsync();
    }

    [Fact]
    public async Task A_connection_may_be_in_so_many_namespaces()
    {
        await using var server = new LiveFeedServer(
            ("SocketIo:Namespaces:0", "/a"), ("SocketIo:Namespaces:1", "/b"), ("SocketIo:NamespacesPerConnection", "2"));
        await using var peer = await SocketIoPeer.ConnectAsync(server);
        await peer.ConnectAsync(ns: "/a,");
        await peer.SendAsync("0/b,");

        Assert.StartsWith("4/b,{\"message\":\"One connection may be in 2 namespaces", await peer.ReadAsync(),
            StringComparison.Ordinal);
        await peer.SendAsync("1/a,");
        await peer.ConnectAsync(ns: "/b,");
    }

    [Fact]
    public async Task A_socket_is_a_client_of_the_hub()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.ConnectAsync(ns: "/admin,");

        Assert.Equal(["socket.io", "socket.io"], _server.Hub.Everyone.Snapshot().ToArray().Select(one => one.Transport));
        await peer.SendAsync("1/admin,");
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 1, "it left");
        peer.Break();
        await Deadline.UntilAsync(() => _server.Hub.Everyone.Count == 0, "it is gone");
    }
}

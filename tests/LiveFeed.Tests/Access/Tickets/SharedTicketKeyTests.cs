using System.Net;
using LiveFeed.Access.Tickets;
using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>The key that the nodes of one service share, on a real redis-server.</summary>
public sealed class SharedTicketKeyTests : IAsyncLifetime
{
    private RedisConnections _nodes = null!;

    public async ValueTask InitializeAsync() => _nodes = await RedisConnections.StartAsync();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_ticket_of_one_node_opens_its_stream_at_another()
    {
        await using var cluster = await RedisCluster.StartAsync(Credentialed.BySecret);
        var ticket = await cluster.A.TicketAsync(TestToken.For("a").BySecret());

        await using var stream = await cluster.B.OpenAsync(ticket);

        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        await stream.ReadConnectedAsync();
    }

    [Fact]
    public async Task All_who_need_it_first_have_the_same()
    {
        var (a, b) = (await KeyAsync(1), await KeyAsync(2));

        await Task.WhenAll(a.FetchAsync(), b.FetchAsync()).WithinDeadline();

        Assert.Equal(a.Current, b.Current);
        Assert.Equal(a.Current, (byte[]?)await _nodes.Redis.Database.StringGetAsync(_nodes.Keys.TicketKey));
    }

    [Fact]
    public async Task Until_it_is_known_nobody_waits_for_it()
    {
        var key = await KeyAsync(1);

        Assert.Throws<LogUnavailableException>(() => key.Current);
        await Deadline.UntilAsync(() => Record.Exception(() => key.Current) is null, "it is known");
    }

    [Fact]
    public async Task What_is_no_key_is_left_alone_and_refused()
    {
        var key = await KeyAsync(1);
        await _nodes.Redis.Database.StringSetAsync(_nodes.Keys.TicketKey, "no key");

        await Assert.ThrowsAsync<LogUnavailableException>(key.FetchAsync);
        Assert.Throws<LogUnavailableException>(() => key.Current);
        Assert.Equal("no key", await _nodes.Redis.Database.StringGetAsync(_nodes.Keys.TicketKey));
    }

    [Fact]
    public async Task A_Redis_that_has_lost_it_gets_it_back()
    {
        var key = await KeyAsync(1);
        await key.FetchAsync();
        var before = key.Current;
        _nodes.Redis.Kill();
        await _nodes.Redis.RestartAsync();

        await Deadline.UntilAsync(
            async () => (byte[]?)await _nodes.Redis.Database.StringGetAsync(_nodes.Keys.TicketKey) is not null,
            "it is there again");
        var late = await KeyAsync(2);
        await late.FetchAsync();
        Assert.Equal(before, key.Current);
        Assert.Equal(before, late.Current);
    }

    [Fact]
    public async Task After_Redis_has_lost_everything_tickets_of_old_nodes_are_good_at_new_ones()
    {
        (string, string)[] settings = [Credentialed.BySecret, ("Cluster:NodeTimeout", "00:00:01")];
        await using var cluster = await RedisCluster.StartAsync(settings);
        await cluster.A.TicketAsync(TestToken.For("a").BySecret());
        await cluster.Redis.Server.FlushAllDatabasesAsync();
        await Deadline.UntilAsync(
            async () => await cluster.Redis.Database.KeyExistsAsync($"{cluster.Prefix}ticket-key"), "it is there again");
        var late = cluster.AddNode(settings);
        var ticket = await cluster.A.TicketAsync(TestToken.For("a").BySecret());

        await using var stream = await late.OpenAsync(ticket);

        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
    }

    private async Task<SharedTicketKey> KeyAsync(byte seed)
    {
        var connection = await _nodes.ConnectAsync();
        return new SharedTicketKey(connection, () => [.. Enumerable.Repeat(seed, 32)]);
    }
}

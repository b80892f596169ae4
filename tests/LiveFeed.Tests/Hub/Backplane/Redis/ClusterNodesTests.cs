using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>Who is alive, on a real redis-server. Tests cannot turn its clock: they change what it has noted.</summary>
public sealed class ClusterNodesTests : IAsyncLifetime
{
    private const int Timeout = 300; // s: no test takes so long
    private RedisConnections _nodes = null!;

    public async ValueTask InitializeAsync() => _nodes = await RedisConnections.StartAsync();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Every_node_sees_every_node_that_beats()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        Assert.Empty(a.Live);

        await a.BeatAsync();
        await b.BeatAsync();
        await a.BeatAsync();

        Assert.Matches("^[0-9a-f]{10}$", a.Id);
        Assert.Equal(new[] { a.Id, b.Id }.Order(StringComparer.Ordinal), a.Live);
        Assert.Equal(a.Live, b.Live);
        Assert.Empty(a.Silent);
    }

    [Fact]
    public async Task A_node_that_was_silent_for_too_long_is_no_longer_live_until_it_beats_again()
    {
        var (a, b) = await TwoAsync();
        await SilenceAsync(b, Timeout + 50);

        await a.BeatAsync();
        Assert.Equal([a.Id], a.Live);
        var (id, silent) = Assert.Single(a.Silent);
        Assert.Equal(b.Id, id);
        Assert.InRange(silent.TotalSeconds, Timeout + 50, Timeout + 100);

        await b.BeatAsync();
        await a.BeatAsync();
        Assert.Equal(2, a.Live.Count);
        Assert.Empty(a.Silent);
    }

    [Fact]
    public async Task Time_in_which_no_node_beat_counts_for_none()
    {
        var (a, b) = await TwoAsync();
        await SilenceAsync(a, 1_000);
        await SilenceAsync(b, 1_200); // 200 seconds of these while the others beat
        await PauseAsync(1_000);

        await a.BeatAsync();
        Assert.Equal(2, a.Live.Count);

        await SilenceAsync(b, 150, more: true);
        await a.BeatAsync();
        Assert.Equal(b.Id, Assert.Single(a.Silent).Id);
    }

    [Fact]
    public async Task A_clock_that_goes_back_makes_no_node_silent_nor_keeps_a_dead_one_alive()
    {
        var (a, b) = await TwoAsync();
        await SilenceAsync(a, -3_600);
        await SilenceAsync(b, -3_600);
        await PauseAsync(-3_600);

        await a.BeatAsync();
        Assert.Equal(2, a.Live.Count);

        await SilenceAsync(b, Timeout + 50, more: true);
        await a.BeatAsync();
        Assert.Equal(b.Id, Assert.Single(a.Silent).Id);
    }

    [Fact]
    public async Task One_of_the_nodes_that_remove_a_silent_one_does_and_none_removes_one_that_is_back()
    {
        var (a, b) = await TwoAsync();
        var c = await NodeAsync();
        await c.BeatAsync();
        Assert.False(await a.RemoveAsync(c.Id));
        await SilenceAsync(c, Timeout + 50);

        var removed = await Task.WhenAll(a.RemoveAsync(c.Id), b.RemoveAsync(c.Id));

        Assert.Single(removed, one => one);
        await a.BeatAsync();
        Assert.Equal((2, 0), (a.Live.Count, a.Silent.Count));
    }

    [Fact]
    public async Task A_node_that_others_have_removed_joins_again_and_is_told_so_once()
    {
        var (a, b) = await TwoAsync();
        var rejoined = CountRejoins(b);
        await b.BeatAsync();
        await SilenceAsync(b, Timeout + 50);
        await a.RemoveAsync(b.Id);
        Assert.Equal(0, rejoined());

        await b.BeatAsync();
        await b.BeatAsync();

        Assert.Equal(1, rejoined());
        Assert.Contains(b.Id, b.Live);
    }

    [Fact]
    public async Task A_node_joins_again_when_Redis_has_lost_everything_or_another_server_took_its_place()
    {
        var (a, _) = await TwoAsync();
        var rejoined = CountRejoins(a);
        await _nodes.Redis.Server.FlushAllDatabasesAsync();
        await a.BeatAsync();
        Assert.Equal(1, rejoined());
        Assert.Equal([a.Id], a.Live);

        await _nodes.Redis.Database.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await _nodes.Redis.Database.ExecuteAsync("REPLICAOF", "NO", "ONE"); // it has another replication id now
        await BeatUntilHeardAsync(a);
        Assert.Equal(2, rejoined());
    }

    [Fact]
    public async Task Redis_that_is_away_makes_no_node_silent_and_is_told_to_who_beats()
    {
        var (a, b) = await TwoAsync();
        await SilenceAsync(b, Timeout + 50);
        await a.BeatAsync();
        Assert.Single(a.Silent);
        _nodes.Redis.Kill();

        await Assert.ThrowsAsync<LogUnavailableException>(a.BeatAsync);
        Assert.Equal([a.Id], a.Live);
        Assert.Empty(a.Silent);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await a.RemoveAsync(b.Id));

        await _nodes.Redis.RestartAsync();
        await BeatUntilHeardAsync(a);
        Assert.Equal([a.Id], a.Live);
    }

    [Fact]
    public async Task A_node_that_removes_itself_beats_no_more()
    {
        var (a, b) = await TwoAsync();

        Assert.True(await a.RemoveAsync(a.Id));
        await a.BeatAsync();
        await b.BeatAsync();

        Assert.Equal([b.Id], b.Live);
        Assert.Empty(b.Silent);
    }

    private static Func<int> CountRejoins(ClusterNodes node)
    {
        var count = 0;
        node.Rejoined += () => count++;
        return () => count;
    }

    private static Task BeatUntilHeardAsync(ClusterNodes node) => Deadline.UntilAsync(
        async () =>
        {
            try
            {
                await node.BeatAsync();
                return true;
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        },
        "Redis is back");

    private async Task<(ClusterNodes A, ClusterNodes B)> TwoAsync()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await a.BeatAsync();
        await b.BeatAsync();
        return (a, b);
    }

    // Redis last heard of it so many seconds earlier than now, or than it did.
    private async Task SilenceAsync(ClusterNodes node, int seconds, bool more = false)
    {
        var key = _nodes.Keys.Nodes;
        var seen = more ? await _nodes.Redis.Database.SortedSetScoreAsync(key, node.Id) : await NowAsync();
        await _nodes.Redis.Database.SortedSetAddAsync(key, node.Id, seen!.Value - (seconds * 1_000));
    }

    // No node has beaten for so many seconds.
    private async Task PauseAsync(int seconds) =>
        await _nodes.Redis.Database.StringSetAsync(_nodes.Keys.Beat, (await NowAsync()) - (seconds * 1_000));

    private async Task<double> NowAsync() =>
        new DateTimeOffset(await _nodes.Redis.Server.TimeAsync()).ToUnixTimeMilliseconds();

    private async Task<ClusterNodes> NodeAsync()
    {
        var connection = await _nodes.ConnectAsync();
        return new ClusterNodes(
            connection, Options.Create(new ClusterOptions { NodeTimeout = TimeSpan.FromSeconds(Timeout) }));
    }
}

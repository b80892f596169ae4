using LiveFeed.Streaming.SocketIo.Recovery;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>A client is back at another node than before. Several nodes, a real redis-server.</summary>
public sealed class OtherNodeTests
{
    private static readonly (string, string)[] Settings =
    [
        ("SocketIo:Recovery:Enabled", "true"), ("Access:Anonymous", "all"), ("Cluster:NodeTimeout", "00:00:01"),
    ];

    [Fact]
    public async Task It_is_recovered_at_a_node_that_is_older_than_a_client_may_be_away_although_its_own_still_has_it()
    {
        await using var cluster = await RedisCluster.StartAsync(Settings);
        var time = new ShiftedTime();
        var old = cluster.AddNode(services => services.AddSingleton<TimeProvider>(time), Settings);
        time.Shift = TimeSpan.FromMinutes(10);
        await using var ada = await SubscribedAsync(cluster.A.Address, old.Http);

        await ada.ComeBackAsync(old.Address);

        Assert.True(ada.IsRecovered);
    }

    [Fact]
    public async Task It_is_recovered_at_an_older_node_after_a_kill_of_its_own_while_it_was_not_away_too_long()
    {
        await using var redis = await RedisProcess.StartAsync();
        (string Key, string Value)[] settings =
        [
            .. Settings, ("Log:Provider", "redis"), ("Log:Redis:Configuration", redis.Configuration),
        ];
        var time = new ShiftedTime();
        await using var old = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(time), settings);
        time.Shift = TimeSpan.FromMinutes(10);
        using var killed = await ServiceProcess.StartAsync(
            [.. settings.Append(("Metrics:Enabled", "false")).Select(one => $"--LiveFeed:{one.Item1}={one.Item2}")]);
        await Deadline.UntilAsync(() => RedisCluster.NodesOf(old).Live.Count == 2, "they know of each other");
        await using var ada = await SubscribedAsync(killed.Address, old.Http);
        await using var bob = await SubscribedAsync(killed.Address, old.Http);

        killed.Kill();
        await Deadline.UntilAsync(() => RedisCluster.NodesOf(old).Live.Count == 1, "it is known to be dead");
        await old.Http.PublishAsync("""{"topic":"t/1","event":"x","data":2}""");
        await ada.ComeBackAsync(old.Address);
        time.Shift += TimeSpan.FromMinutes(3);
        await bob.ComeBackAsync(old.Address);

        Assert.Equal((true, false), (ada.IsRecovered, bob.IsRecovered));
        Assert.Equal(["x 1", "x 2"], await ada.ReadNewsAsync(2)); // the first one came when it had read what it waited for
    }

    [Fact]
    public async Task It_leaves_a_room_at_once_although_its_node_was_killed_and_does_not_count_as_dead_yet()
    {
        await using var redis = await RedisProcess.StartAsync();
        (string Key, string Value)[] settings =
        [
            .. Settings, ("Log:Provider", "redis"), ("Log:Redis:Configuration", redis.Configuration),
            ("Cluster:NodeTimeout", "00:05:00"),
        ];
        await using var here = new LiveFeedServer(settings);
        using var killed = await ServiceProcess.StartAsync(
            [.. settings.Append(("Metrics:Enabled", "false")).Select(one => $"--LiveFeed:{one.Item1}={one.Item2}")]);
        await using var ada = await SubscribedAsync(killed.Address, here.Http);
        await ada.Peer.DoAsync("""["join-room","a"]""");

        killed.Kill();
        await ada.ComeBackAsync(here.Address);
        Assert.True(ada.IsRecovered);
        await ada.Peer.DoAsync("""["leave-room","a"]""");

        var told = await here.Http.GetJsonAsync("/history?topic=rooms/a/members&limit=100");
        Assert.Equal(
            ["join", "leave"],
            told.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task What_it_subscribed_to_there_is_kept_when_the_node_before_notices_the_loss_later()
    {
        await using var cluster = await RedisCluster.StartAsync(Settings);
        var third = cluster.AddNode(Settings);
        await using var ada = await SubscribedAsync(cluster.A.Address, cluster.B.Http);
        await using var first = ada.Peer;
        await ada.ComeBackAsync(cluster.B.Address);
        Assert.True(ada.IsRecovered);
        await ada.Peer.DoAsync("""["subscribe","t/2"]""");
        await using var second = ada.Peer;

        first.Break();
        await UntilWrittenAsync(cluster.A, ada.Secret!);
        await third.Http.PublishAsync("""{"topic":"t/2","event":"x","data":2}""");
        await ada.ComeBackAsync(third.Address);

        Assert.True(ada.IsRecovered);
        Assert.Equal("x 2", await ada.ReadNewsAsync());
    }

    [Fact]
    public async Task It_is_recovered_at_a_node_that_has_not_come_as_far_as_it_was_told()
    {
        FailingLog log = null!;
        await using var behind = new LiveFeedServer(
            services => FailingLog.AddTo(services, made => log = made), Settings);
        await using var ada = await SubscribedAsync(behind.Address, behind.Http);
        await ada.DisposeAsync();
        await UntilWrittenAsync(behind, ada.Secret!);
        ada.Offset = log.Epochs.PositionOf(log.Head + 1).ToString();
        log.Reaching = () => behind.Http.PublishAsync("""{"topic":"t/1","event":"x","data":2}""");

        await ada.ComeBackAsync(behind.Address);

        Assert.True(ada.IsRecovered);
    }

    // It has read an event that was published at the node where it is to come back: that one has come so far.
    private static async Task<RecoveringPeer> SubscribedAsync(Uri address, HttpClient other)
    {
        var ada = await RecoveringPeer.ConnectAsync(address);
        await ada.Peer.DoAsync("""["subscribe","t/1"]""");
        await other.PublishAsync("""{"topic":"t/1","event":"x","data":1}""");
        Assert.Equal("x 1", await ada.ReadOnlyAsync("x"));
        return ada;
    }

    // Who has had the state lets go of it when the loss is written.
    private static async Task UntilWrittenAsync(LiveFeedServer node, string secret)
    {
        await Deadline.UntilAsync(() => node.Hub.Everyone.Count == 0, "it is gone");
        var claims = node.Services.GetRequiredService<RecoveryClaims>();
        var claim = await claims.TakeAsync(RecoverySecret.Of(secret)!, TestContext.Current.CancellationToken);
        claims.Release(claim!);
    }
}

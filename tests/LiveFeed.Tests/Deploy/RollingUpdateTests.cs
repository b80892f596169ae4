using System.Globalization;
using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary>
/// Two nodes as processes, a real redis-server and a real nginx: one node after the other is stopped by SIGTERM and started
/// again, while a producer posts and clients follow.
/// </summary>
public sealed class RollingUpdateTests
{
    private const int Followers = 20;

    private int _posted;

    [Fact]
    [Trait("length", "long")]
    public async Task Every_client_sees_every_event_once_and_in_order_and_every_post_is_answered()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var a = await NodeAsync(redis);
        using var b = await NodeAsync(redis);
        await using var nginx = await NginxProxy.StartAsync(a.Address, b.Address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var followers = Enumerable.Range(0, Followers)
            .Select(_ => new ReturningFollower(new Uri(nginx.Address, "/events?topic=numbers"))).ToList();
        var following = followers.ConvertAll(follower => follower.RunAsync(stop.Token));
        await Deadline.UntilAsync(() => followers.TrueForAll(one => one.Connections == 1), "all are connected");
        using var update = new CancellationTokenSource();
        var posting = PostAsync(nginx, update.Token);

        foreach (var node in (ServiceProcess[])[a, b])
        {
            Assert.Equal(0, await node.TerminateAsync());
            await node.RestartAsync();
            await AfterSomePostsAsync(posting);
        }

        await update.CancelAsync();
        await posting.WithinDeadline();
        await Deadline.UntilAsync(() => followers.TrueForAll(one => one.Seen.Count >= _posted), "all have everything");
        await stop.CancelAsync();
        await Task.WhenAll(following).WithinDeadline();
        Assert.All(followers, one => Assert.Equal(Enumerable.Range(0, _posted), one.Seen));
        Assert.True(followers.Sum(one => one.Connections) >= 2 * Followers, "the nodes have ended their streams");
    }

    private static Task<ServiceProcess> NodeAsync(RedisProcess redis) => ServiceProcess.StartAsync(
        "--LiveFeed:Log:Provider=redis",
        $"--LiveFeed:Log:Redis:Configuration={redis.Configuration}",
        "--LiveFeed:Metrics:Enabled=false",
        "--LiveFeed:Proxies:0=127.0.0.1",
        "--LiveFeed:Delivery:Drain=00:00:02",
        "--LiveFeed:Delivery:Retry=00:00:00.100");

    // One by one, so that the numbers are in order. The first that is not answered with 202 fails the test.
    private async Task PostAsync(ProxyProcess nginx, CancellationToken end)
    {
        using var http = nginx.Client();
        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            using var answer = await http.PostToTopicAsync("numbers", n.ToString(CultureInfo.InvariantCulture));
            Assert.True(
                answer.StatusCode == HttpStatusCode.Accepted,
                $"{n}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
            Volatile.Write(ref _posted, n + 1);
        }
    }

    private Task AfterSomePostsAsync(Task posting)
    {
        var enough = Volatile.Read(ref _posted) + 20;
        return Deadline.UntilAsync(() => posting.IsFaulted || Volatile.Read(ref _posted) >= enough, "some more are posted");
    }
}

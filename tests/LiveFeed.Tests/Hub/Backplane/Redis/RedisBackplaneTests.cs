using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>The specification on two services and a real redis-server.</summary>
public sealed class RedisBackplaneTests : BackplaneSpecification
{
    private RedisCluster _cluster = null!;

    private protected override LiveFeedServer Here => _cluster.A;

    private protected override LiveFeedServer There => _cluster.B;

    public override async ValueTask InitializeAsync() =>
        _cluster = await RedisCluster.StartAsync(Credentialed.BySecret, ("Access:Anonymous", "all"));

    public override async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

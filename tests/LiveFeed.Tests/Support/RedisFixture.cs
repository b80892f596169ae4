namespace LiveFeed.Tests.Support;

/// <summary>A redis-server for the tests of a class that do not harm it.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    internal RedisProcess Redis { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Redis = await RedisProcess.StartAsync();

    public ValueTask DisposeAsync() => Redis.DisposeAsync();
}

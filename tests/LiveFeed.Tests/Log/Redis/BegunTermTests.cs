using System.Globalization;
using LiveFeed.Log;
using LiveFeed.Log.Redis.Appending;
using LiveFeed.Tests.Support;
using StackExchange.Redis;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>A server is lost soon after a term has begun on it.</summary>
public sealed class BegunTermTests : IAsyncLifetime
{
    private RedisConnections _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisConnections.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_term_in_which_events_were_acknowledged_is_known_to_the_next_server_though_no_node_has_read_it()
    {
        var (keys, database) = (_redis.Keys, _redis.Redis.Database);
        var known = ""; // what the node has read
        var appends = await ConnectAsync(() => known);
        var first = await AppendAsync(appends);
        known = $"{first} 0";
        var copied = await CopyAsync();

        await database.HashSetAsync(keys.Meta, "server", "the next");
        var second = await AppendAsync(appends);
        await _redis.Redis.Server.FlushDatabaseAsync();
        foreach (var (key, value) in copied)
        {
            await database.KeyRestoreAsync(key, value);
        }

        await database.HashSetAsync(keys.Meta, "server", "another");
        var third = await AppendAsync(appends);

        var terms = await database.ListRangeAsync(keys.Terms);
        Assert.Equal([$"{first} 0", $"{second} 1", $"{third} 1"], terms.Select(term => term.ToString()));
    }

    [Fact]
    public async Task A_server_whose_place_another_has_taken_takes_nothing_of_a_node_that_knows()
    {
        var known = "";
        var appends = await ConnectAsync(() => known);
        var term = await AppendAsync(appends);
        var next = long.Parse(term, CultureInfo.InvariantCulture) + 1;

        known = $"{term} 0 {next} 1"; // it began at the other one

        var refused = await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync(appends));
        Assert.Contains("STALE", refused.Message, StringComparison.Ordinal);
        known = $"{term} 0";
        Assert.Equal(term, await AppendAsync(appends));
        Assert.Equal(2, await _redis.Redis.Database.StreamLengthAsync(_redis.Keys.Stream));
    }

    private async Task<RedisAppends> ConnectAsync(Func<string> known) =>
        new(await _redis.ConnectAsync(), _ => _redis.Keys.Stream, known, told: _ => Task.CompletedTask, replicas: 0);

    private static async Task<string> AppendAsync(RedisAppends appends) =>
        (await appends.AddAsync(new RedisBatch([TestEvents.Event("demo/a", 1)])).WithinDeadline()).Term;

    private async Task<Dictionary<RedisKey, byte[]>> CopyAsync()
    {
        var copied = new Dictionary<RedisKey, byte[]>();
        foreach (var key in _redis.Redis.Server.Keys())
        {
            copied[key] = (await _redis.Redis.Database.KeyDumpAsync(key))!;
        }

        return copied;
    }
}

using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>What counts as a fault of the log, by which a node is taken for one that cannot do its work.</summary>
public sealed class RedisFaultTests
{
    private readonly RecordingLogger<RedisEventLog> _logger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_that_fails_alone_is_no_fault_of_the_log()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var node = await NodeAsync(redis);
        await node.AppendAsync([Event("a", 1), Event("b", 2)], Token);
        await redis.Database.StringSetAsync(node.Server.Keys.Prefix + "topic:b", "no list");

        await Assert.ThrowsAsync<LogUnavailableException>(
            async () => await node.ReadBackAsync(node.Head + 1, Following("b"), 10, Token));

        Assert.Null(node.Fault);
        Assert.Empty(_logger.Messages);
        await node.AppendAsync([Event("a", 3)], Token);
    }

    [Fact]
    public async Task While_a_full_Redis_refuses_events_that_is_said_once_although_it_can_be_read()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var node = await NodeAsync(redis);
        await redis.Server.ConfigSetAsync("maxmemory", "1");
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.AppendAsync([Event("a", i)], Token));
            await node.ReachAsync(new Position("elsewhere", 7), Token); // it looks at Redis
            Assert.NotNull(node.Fault);
        }

        await redis.Server.ConfigSetAsync("maxmemory", "0");
        await node.AppendUntilTakenAsync(Event("a", 4));
        await Deadline.UntilAsync(() => node.Fault is null, "the log is whole");
        Assert.Equal(["Error", "Information"], _logger.Messages.Select(line => line.Split(':')[0]));
    }

    private Task<RedisEventLog> NodeAsync(RedisProcess redis)
    {
        var options = new LogOptions { Provider = LogProvider.Redis, MaxAge = TimeSpan.FromDays(3650) };
        options.Redis.Configuration = redis.Configuration;
        return RedisEventLog.OpenAsync(Options.Create(options), TimeProvider.System, _logger);
    }
}

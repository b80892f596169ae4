using LiveFeed.Access.Tickets;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log.Redis;

/// <summary>What counts as a fault of the log, by which a node is taken for one that cannot do its work.</summary>
public sealed class RedisFaultTests : IAsyncLifetime
{
    private readonly RecordingLogger<RedisEventLog> _logger = new();
    private readonly RedisNodes _nodes;
    private RedisProcess _redis = null!;

    public RedisFaultTests() => _nodes = new RedisNodes { Logger = _logger };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _redis = await _nodes.StartRedisAsync();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_question_that_fails_alone_is_no_fault_of_the_log()
    {
        var node = await _nodes.StartAsync();
        await node.AppendAsync([Event("a", 1), Event("b", 2)], Token);
        await _redis.Database.StringSetAsync(node.Server.Keys.Prefix + "topic:b", "no list");

        await Assert.ThrowsAsync<LogUnavailableException>(
            async () => await node.ReadBackAsync(node.Head + 1, Following("b"), 10, Token));

        Assert.Null(node.Fault);
        Assert.Empty(_logger.Messages);
        await node.AppendAsync([Event("a", 3)], Token);
    }

    [Fact]
    public async Task While_a_full_Redis_refuses_events_that_is_said_once_although_it_can_be_read()
    {
        var node = await _nodes.StartAsync();
        await _redis.Server.ConfigSetAsync("maxmemory", "1");
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.AppendAsync([Event("a", i)], Token));
            await node.ReachAsync(new Position("elsewhere", 7), Token); // it looks at Redis
            Assert.NotNull(node.Fault);
        }

        await _redis.Server.ConfigSetAsync("maxmemory", "0");
        await node.AppendUntilTakenAsync(Event("a", 4));
        await Deadline.UntilAsync(() => node.Fault is null, "the log is whole");
        Assert.Equal(["Error", "Information"], _logger.Messages.Select(line => line.Split(':')[0]));
    }

    [Fact]
    public async Task A_password_that_is_changed_meanwhile_is_named_to_publishers_and_once_in_the_log()
    {
        await SetPasswordAsync("right");
        await _redis.Database.ExecuteAsync("ACL", "SETUSER", "default", "resetpass", ">other"); // else it is enough, too
        _nodes.Options.Redis.Configuration += ",user=livefeed,password=right";
        var node = await _nodes.StartAsync();
        await node.AppendAsync([Event("a", 1)], Token);
        await SetPasswordAsync("other");
        await _redis.Database.ExecuteAsync("CLIENT", "KILL", "USER", "livefeed");
        await Deadline.UntilAsync(() => IsNamed(node.Fault), "the fault names it");

        for (var i = 0; i < 3; i++)
        {
            Assert.True(IsNamed((await Assert.ThrowsAsync<LogUnavailableException>(
                async () => await node.AppendAsync([Event("a", i)], Token))).Message));
            await Assert.ThrowsAsync<LogUnavailableException>(
                async () => await node.ReachAsync(new Position("elsewhere", 7), Token)); // it looks at Redis
        }

        Assert.Single(_logger.Messages, IsNamed);
        Assert.DoesNotContain(_logger.Messages, line => line.Contains("right", StringComparison.Ordinal));
        await SetPasswordAsync("right");
        await node.AppendUntilTakenAsync(Event("a", 2));
        await Deadline.UntilAsync(() => node.Fault is null, "the log is whole");
    }

    [Fact]
    public async Task While_Redis_answers_with_errors_nobody_but_publishers_asks_it_before_some_time_has_gone_by()
    {
        await using var nodes = new RedisNodes { Time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) };
        nodes.Options.Redis.Configuration = _redis.Configuration;
        var node = await nodes.StartAsync();
        var ticketKey = new SharedTicketKey(node.Server, () => new byte[32]);
        await ticketKey.FetchAsync();
        await node.AppendAsync([Event("a", 1)], Token);
        await _redis.Server.ConfigSetAsync("maxmemory", "1");

        var before = await _redis.CountScriptsAsync();
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.AppendAsync([Event("a", i)], Token));
        }

        Assert.InRange(await _redis.CountScriptsAsync() - before, 100, 110);
    }

    private static bool IsNamed(string? text) =>
        text?.Contains("does not let this service in: ", StringComparison.Ordinal) == true;

    private Task SetPasswordAsync(string password) => _redis.Database.ExecuteAsync(
        "ACL", "SETUSER", "livefeed", "on", "resetpass", $">{password}", "+@all", "~*", "&*");
}

using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Tests.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>First and last followers over nodes with a real Redis. None of the nodes asks the others.</summary>
public sealed class SharedFollowerTests(RedisFixture fixture) : IClassFixture<RedisFixture>, IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LogOptions _options = new()
    {
        Provider = LogProvider.Redis,
        Redis = { Configuration = fixture.Redis.Configuration, Stream = $"s{Guid.NewGuid():n}" },
    };

    private readonly List<(RedisEventLog Log, RoomLife Life)> _nodes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var (log, life) in _nodes)
        {
            life.Dispose();
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task After_Redis_has_lost_everything_a_first_follower_is_told_again_once()
    {
        var (log, life) = await NodeAsync();
        await life.FollowAsync("a");
        await UntilToldAsync("first-follower a");
        var before = log.Epoch;
        await fixture.Redis.DeleteAsync(_options.Redis.Stream);
        await log.AppendUntilTakenAsync(TestEvents.Event("other"));
        Assert.NotEqual(before, log.Epoch);
        await UntilToldAsync("first-follower a");
        await LookAsync(life, times: 4);

        Assert.Single(await ToldAsync("a"));
    }

    [Fact]
    public async Task A_last_follower_that_another_node_tells_is_corrected_by_the_node_that_has_one()
    {
        var (_, a) = await NodeAsync();
        var (_, b) = await NodeAsync();
        var one = await a.FollowAsync("a");
        await UntilToldAsync("first-follower a");
        await b.FollowAsync("a");
        await UntilToldAsync("first-follower a", "first-follower a");
        a.Cut(one);
        await UntilToldAsync("first-follower a", "first-follower a", "last-follower a", "first-follower a");
        await LookAsync(b, times: 4);

        Assert.Equal(4, (await ToldAsync("a")).Length);
    }

    // Of what the log had before, each turn looks at some: then it tells another topic.
    private async Task LookAsync(RoomLife life, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            await life.FollowAsync($"look/{i}");
            await Deadline.UntilAsync(
                async () =>
                {
                    _time.Advance(TimeSpan.FromMilliseconds(10));
                    return (await ToldAsync($"look/{i}")).Length == 1;
                },
                "another topic is told");
        }
    }

    private Task UntilToldAsync(params string[] told) => Deadline.UntilAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return (await ToldAsync("a")).SequenceEqual(told);
        },
        string.Join(", ", told));

    private async Task<string[]> ToldAsync(string topic)
    {
        var frames = await _nodes[0].Log.ReadAllAsync();
        return
        [
            .. frames.Where(frame => frame.Event.Topic == TopicName.Parse($"system/topics/{topic}"))
                .Select(frame => $"{frame.Event.Name} {frame.Event.Key}"),
        ];
    }

    private async Task<(RedisEventLog Log, RoomLife Life)> NodeAsync()
    {
        var log = await RedisEventLog.OpenAsync(Options.Create(_options), _time, NullLogger.Instance);
        _nodes.Add((log, await RoomLife.StartAsync(log, _time)));
        return _nodes[^1];
    }
}

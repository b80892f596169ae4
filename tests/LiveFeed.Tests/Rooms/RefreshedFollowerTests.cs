using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Rooms;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>That a topic has followers stays in the log as long as it has some, whatever retention removes.</summary>
public sealed class RefreshedFollowerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly List<RoomLife> _lives = [];

    public void Dispose() => _lives.ForEach(life => life.Dispose());

    [Fact]
    public async Task A_first_follower_is_told_again_before_its_time_is_over_and_no_more_often()
    {
        var log = NewLog(new LogOptions { MaxAge = TimeSpan.FromMinutes(1), Retention = [] });
        var life = await StartAsync(log);
        await life.FollowAsync("a");
        await life.FollowAsync("b");
        for (var second = 0; second < 600; second++)
        {
            Pass(1);
            await log.TrimAsync(CancellationToken.None);
            Assert.Equal(["first-follower a", "first-follower b"], (await LastAsync(log)).Order());
        }

        Assert.InRange(log.Head, 2 * 10, 2 * 21);
    }

    [Theory]
    [InlineData(100, long.MaxValue)]
    [InlineData(1_000_000, 20_000)]
    public async Task A_first_follower_is_told_again_before_others_take_its_room(long events, long bytes)
    {
        var log = NewLog(new LogOptions { MaxEvents = events, MaxBytes = bytes, Retention = [] });
        var life = await StartAsync(log);
        await life.FollowAsync("a");
        for (var second = 0; second < 200; second++)
        {
            await AppendAsync(log, 5);
            Pass(1);
            await log.TrimAsync(CancellationToken.None);
            Assert.Equal(["first-follower a"], await LastAsync(log));
        }

        Assert.InRange(log.Head, 1_001 + 1, 1_001 + 40);
    }

    [Fact]
    public async Task What_is_lost_all_the_same_is_told_again_at_the_next_look()
    {
        var log = NewLog(new LogOptions { MaxEvents = 100, Retention = [] });
        var life = await StartAsync(log);
        await life.FollowAsync("a");
        Pass(1);
        await AppendAsync(log, 200);
        await log.TrimAsync(CancellationToken.None);
        Assert.Empty(await LastAsync(log));

        Pass(3);
        Assert.Equal(["first-follower a"], await LastAsync(log));
    }

    [Fact]
    public async Task Where_nothing_is_trimmed_nothing_is_told_twice()
    {
        var log = NewLog(new LogOptions());
        var life = await StartAsync(log);
        await life.FollowAsync("a");
        for (var i = 0; i < 100; i++)
        {
            await AppendAsync(log, 100);
            Pass(3);
        }

        Assert.Equal(10_001, log.Head);
    }

    [Fact]
    public async Task After_a_kill_a_topic_that_was_followed_for_long_has_its_last_follower_told()
    {
        var log = NewLog(new LogOptions { MaxAge = TimeSpan.FromSeconds(10), Retention = [] });
        var life = await StartAsync(log);
        await life.FollowAsync("a");
        await PassAndTrimAsync(log, 60);
        life.Followers.Dispose();
        await StartAsync(log);
        await PassAndTrimAsync(log, 6);

        Assert.Equal(["last-follower a"], await LastAsync(log));
    }

    [Fact]
    public async Task Many_aging_topics_do_not_delay_a_new_one_and_stay_within_the_rate()
    {
        var log = NewLog(new LogOptions { MaxAge = TimeSpan.FromMinutes(10), Retention = [] });
        var life = await StartAsync(log);
        for (var i = 0; i < 2_000; i++)
        {
            await life.FollowAsync($"t/{i}");
        }

        Pass(45);
        Assert.Equal(2_000, log.Head);
        Pass(265); // half of the time of the first is over
        await life.FollowAsync("new");
        Pass(0.5);
        Assert.Contains("first-follower new", await LastAsync(log, "new"));
        Pass(5);
        Assert.InRange(log.Head, 2_000, 2_000 + 1_800);
        Pass(40);
        Assert.InRange(log.Head, 4_000, 4_005);
    }

    private MemoryEventLog NewLog(LogOptions options) => new(Options.Create(options), _time);

    private async Task<RoomLife> StartAsync(IEventLog log)
    {
        var life = await RoomLife.StartAsync(log, _time, new RoomsOptions());
        _lives.Add(life);
        return life;
    }

    private static async Task AppendAsync(MemoryEventLog log, int count) => await log.AppendAsync(
        [.. Enumerable.Range(0, count).Select(i => TestEvents.Event("others", i))], null, CancellationToken.None);

    private async Task PassAndTrimAsync(MemoryEventLog log, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Pass(1);
            await log.TrimAsync(CancellationToken.None);
        }
    }

    private void Pass(double seconds) => RoomLife.Pass(_time, seconds);

    // What a producer gets with last=1.
    private static async Task<string[]> LastAsync(MemoryEventLog log, string topics = "**")
    {
        var wanted = new Subscription { Topics = [TopicPattern.Parse($"system/topics/{topics}")], Broadcasts = false };
        var found = await log.FindLastAsync(1, wanted, CancellationToken.None);
        var page = await log.PickAsync(found.Sequences, CancellationToken.None);
        return [.. page.Frames.Select(frame => $"{frame.Event.Name} {frame.Event.Key}")];
    }
}

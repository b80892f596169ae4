using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Rooms;
using LiveFeed.Tests.Hub.Backplane;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>A producer is told when anybody begins to follow its topic, and when nobody does any more.</summary>
public sealed class FollowerWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly MemoryEventLog _log;
    private readonly List<RoomLife> _lives = [];
    private RoomLife _life;

    public FollowerWatchTests()
    {
        _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);
        _life = null!;
    }

    public void Dispose() => _lives.ForEach(life => life.Dispose());

    [Fact]
    public async Task The_first_follower_is_told_at_once_and_the_last_after_the_time()
    {
        await StartAsync();
        var first = await FollowAsync("a/b");
        Tick();
        var second = await FollowAsync("a/b");
        Tick();
        Assert.Equal(["first-follower a/b"], await ToldAsync());

        Leave(first);
        Leave(second);
        Pass(4.9);
        Assert.Equal(["first-follower a/b"], await ToldAsync());
        Pass(0.3);
        Assert.Equal(["first-follower a/b", "last-follower a/b"], await ToldAsync());
    }

    [Fact]
    public async Task Gone_and_back_in_time_says_nothing()
    {
        await StartAsync();
        var one = await FollowAsync("a");
        Tick();
        for (var i = 0; i < 3; i++)
        {
            Leave(one);
            Pass(3);
            one = await FollowAsync("a");
            Pass(3);
        }

        Assert.Equal(["first-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task Patterns_and_the_services_own_topics_do_not_count()
    {
        await StartAsync();
        await FollowAsync("a/*", "**", "system/clients", "system/topics/a", new string('x', TopicName.MaxLength));
        Pass(1);

        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task A_changed_subscription_counts_too()
    {
        await StartAsync();
        var client = await FollowAsync("a");
        Tick();
        client.Index!.Unfollow(client, [TopicPattern.Parse("a")]);
        client.Index.Follow(client, [TopicPattern.Parse("b")]);
        Pass(6);

        Assert.Equal(["first-follower a", "first-follower b", "last-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task Very_many_topics_are_told_slowly_and_those_given_up_meanwhile_not_at_all()
    {
        await StartAsync(perSecond: 20);
        var clients = new List<FeedClient>();
        for (var i = 0; i < 1_000; i++)
        {
            clients.Add(await FollowAsync($"t/{i}"));
        }

        Pass(1);
        Assert.InRange((await ToldAsync()).Length, 10, 25);
        var honest = await FollowAsync("honest");
        clients.ForEach(Leave);
        Pass(1);

        var told = await ToldAsync();
        Assert.Equal("first-follower honest", told[^1]);
        Assert.InRange(told.Length, 10, 50);
        Pass(60);
        Assert.Equal(told.Length + told.Length - 1, (await ToldAsync()).Length); // the last follower of each that was told
        Assert.NotNull(honest);
    }

    [Fact]
    public async Task After_a_kill_a_topic_whose_follower_does_not_come_back_has_its_last_follower_told()
    {
        await StartAsync();
        await FollowAsync("a");
        await FollowAsync("b");
        Pass(0.2);
        _life.Followers.Dispose();
        await StartAsync();
        await FollowAsync("b");
        Pass(6);

        Assert.Equal(["first-follower a", "first-follower b", "last-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task While_a_node_does_not_answer_no_last_follower_is_told_and_first_ones_are()
    {
        var others = new JoinedBackplane([]) { HasMute = true };
        await StartAsync(others: others);
        var one = await FollowAsync("a");
        Tick();
        Leave(one);
        Pass(20);
        await FollowAsync("b");
        Pass(0.2);
        Assert.Equal(["first-follower a", "first-follower b"], await ToldAsync());

        others.HasMute = false;
        Pass(5.3);
        Assert.Equal(["first-follower a", "first-follower b", "last-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task What_the_log_does_not_take_now_is_told_later()
    {
        var failing = new FailingLog(_log);
        await StartAsync(log: failing);
        failing.Failure = new LogUnavailableException("full");
        await FollowAsync("a");
        Pass(3);
        Assert.Empty(await ToldAsync());

        failing.Failure = null;
        Pass(2);
        Assert.Equal(["first-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task A_follower_that_leaves_while_it_is_told_counts_until_the_time_and_the_next_one_goes_on()
    {
        var log = new FailingLog(_log);
        await StartAsync(log: log);
        await FollowAsync("b"); // is told at once, so that the next one waits a little
        var one = await FollowAsync("a");
        log.Answering = () => LeaveNowAsync(one);
        Pass(0.2);
        Assert.Null(log.Answering);

        Pass(3);
        var next = await FollowAsync("a");
        Pass(20);
        Assert.Equal(["first-follower b", "first-follower a"], await ToldAsync());
        Leave(next);
        Pass(20);
        Assert.Equal(["first-follower b", "first-follower a", "last-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task Who_comes_and_goes_while_a_last_follower_is_told_is_not_told_together_with_the_next_one()
    {
        var log = new FailingLog(_log);
        await StartAsync(log: log);
        var one = await FollowAsync("a");
        Tick();
        Leave(one);
        log.Answering = async () => await LeaveNowAsync(await FollowAsync("a"));
        Pass(5.3);
        Assert.Null(log.Answering);
        Assert.Equal(["first-follower a", "last-follower a"], await ToldAsync());

        await FollowAsync("a");
        Pass(20);
        Assert.Equal(["first-follower a", "last-follower a", "first-follower a"], await ToldAsync());
    }

    [Fact]
    public async Task A_rate_of_a_few_events_a_second_holds_for_first_and_for_last_followers()
    {
        await StartAsync(perSecond: 2);
        var clients = new List<FeedClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await FollowAsync($"t/{i}"));
        }

        Pass(3);
        Assert.InRange((await ToldAsync()).Length, 5, 8);
        Pass(3);
        Assert.Equal(10, (await ToldAsync()).Length);

        foreach (var client in clients) // each is gone for long at a time of its own
        {
            Leave(client);
            Pass(0.15);
        }

        Pass(4.5); // the first was told a second ago
        Assert.InRange((await ToldAsync()).Length, 12, 14);
        Pass(6);
        Assert.Equal(20, (await ToldAsync()).Length);
    }

    private async Task StartAsync(int perSecond = 100, IEventLog? log = null, IBackplane? others = null)
    {
        _life = await RoomLife.StartAsync(
            log ?? _log, _time, new RoomsOptions { FollowerEventsPerSecond = perSecond }, others: others);
        _lives.Add(_life);
    }

    private ValueTask<FeedClient> FollowAsync(params string[] topics) => _life.FollowAsync(topics);

    private void Leave(FeedClient client) => _life.Cut(client);

    private Task LeaveNowAsync(FeedClient client)
    {
        Leave(client);
        return Task.CompletedTask;
    }

    private void Tick() => _time.Advance(TimeSpan.FromMilliseconds(1));

    private void Pass(double seconds) => RoomLife.Pass(_time, seconds);

    private async Task<string[]> ToldAsync()
    {
        var page = await _log.ReadAsync(0, subscription: null, limit: 10_000, conflate: false, CancellationToken.None);
        return
        [
            .. page.Frames
                .Where(frame => frame.Event.Topic!.Value.Value.StartsWith("system/topics/", StringComparison.Ordinal))
                .Select(frame => $"{frame.Event.Name} {frame.Event.Key}"),
        ];
    }
}

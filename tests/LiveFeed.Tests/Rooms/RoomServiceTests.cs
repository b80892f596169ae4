using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Refusals;
using LiveFeed.Rooms;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>
/// Who is in a room, and what the others are told of it. The memory log does all at once, and time is the test's.
/// </summary>
public sealed class RoomServiceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly MemoryEventLog _log;
    private readonly List<RoomLife> _lives = [];

    public RoomServiceTests() => _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);

    public void Dispose() => _lives.ForEach(life => life.Dispose());

    [Fact]
    public async Task A_user_with_several_connections_joins_once_and_leaves_with_the_last()
    {
        var life = await StartAsync();
        var first = await life.EnterAsync("r", "ada", "Ada");
        var second = await life.EnterAsync("r", "ada");

        await life.LeaveAsync(first, "r");
        Assert.Equal(["join ada"], await life.HistoryAsync("r"));
        Assert.Equal([second.MemberId], life.Find("r", "ada")!.MemberIds);

        await life.LeaveAsync(second, "r");
        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
        Assert.Null(life.Find("r", "ada"));
        Assert.Equal(0, life.Look("r").Count);
    }

    [Fact]
    public async Task A_lost_connection_leaves_after_the_time_and_not_before()
    {
        var life = await StartAsync();
        var client = await life.EnterAsync("r", "ada");

        life.Cut(client);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(["join ada"], await life.HistoryAsync("r"));
        Assert.Empty(Assert.Single(life.Look("r").Members!).MemberIds);

        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
    }

    [Fact]
    public async Task A_user_that_is_back_in_time_neither_leaves_nor_joins()
    {
        var life = await StartAsync();
        life.Cut(await life.EnterAsync("r", "ada"));
        _time.Advance(TimeSpan.FromSeconds(4));
        var back = await life.EnterAsync("r", "ada");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(["join ada"], await life.HistoryAsync("r"));

        // Its second absence counts from its own beginning.
        life.Cut(back);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(["join ada"], await life.HistoryAsync("r"));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
    }

    [Fact]
    public async Task A_client_that_was_ended_for_good_leaves_at_once()
    {
        var life = await StartAsync();

        life.Cut(await life.EnterAsync("r", "ada"), DisconnectReason.Kicked);

        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
    }

    [Fact]
    public async Task Nobody_leaves_when_the_service_stops_and_who_comes_back_to_the_next_start_has_never_left()
    {
        var life = await StartAsync();
        var clients = new[] { await life.EnterAsync("r", "ada"), await life.EnterAsync("r", "bob") };
        foreach (var client in clients)
        {
            life.Cut(client, DisconnectReason.Shutdown);
        }

        await life.Rooms.StopAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["join ada", "join bob"], await life.HistoryAsync("r"));

        var next = await StartAsync();
        await next.EnterAsync("r", "bob");
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["join ada", "join bob", "leave ada"], await next.HistoryAsync("r"));
    }

    [Fact]
    public async Task Who_was_in_at_a_kill_leaves_once_also_when_its_join_is_trimmed_and_it_is_killed_again()
    {
        using (var first = await RoomLife.StartAsync(_log, _time))
        {
            await first.EnterAsync("r", "ada", "Ada");
        }

        _time.Advance(TimeSpan.FromDays(2));
        await _log.TrimAsync(CancellationToken.None);
        using (var second = await RoomLife.StartAsync(_log, _time))
        {
            Assert.Empty(await second.HistoryAsync("r"));
            Assert.Equal("Ada", Assert.Single(second.Look("r").Members!).Username);
            _time.Advance(TimeSpan.FromSeconds(4));
        }

        var third = await StartAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(await third.HistoryAsync("r"));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["leave ada"], await third.HistoryAsync("r"));

        var fourth = await StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["leave ada"], await fourth.HistoryAsync("r"));
    }

    [Fact]
    public async Task Joining_again_on_the_same_connection_is_answered_and_told_nobody()
    {
        var life = await StartAsync();
        var client = await life.EnterAsync("r", "ada");

        var again = await life.JoinAsync(client, "r", "ada", "Ada");

        Assert.Equal("join", again.Join!.Name);
        Assert.Contains($"\"memberId\":\"{client.MemberId}\"", again.Join.Data.ToString(), StringComparison.Ordinal);
        Assert.Equal(_log.Head, again.After.Sequence);
        Assert.Equal(["join ada"], await life.HistoryAsync("r"));
        Assert.Equal("Ada", life.Rooms.MemberOf(client, RoomLife.Room("r"))!.Username);
    }

    [Fact]
    public async Task A_connection_that_joins_as_someone_else_is_no_longer_who_it_was()
    {
        var life = await StartAsync();
        var client = await life.EnterAsync("r", "ada");

        await life.JoinAsync(client, "r", "bob");

        Assert.Equal(["join ada", "leave ada", "join bob"], await life.HistoryAsync("r"));
    }

    [Fact]
    public async Task A_token_says_who_it_is_whatever_the_message_says()
    {
        var life = await StartAsync();
        var client = await life.ConnectAsync();

        await life.JoinAsync(client, "r", "bob", "B", Caller.With(Rights.Everything, user: "ada"));

        Assert.Equal("ada", life.Rooms.MemberOf(client, RoomLife.Room("r"))!.UserId);
    }

    [Fact]
    public async Task Who_may_not_follow_the_room_may_not_join_it()
    {
        var life = await StartAsync();
        var caller = Caller.With(new Rights([], [TopicPattern.Parse("rooms/other")]), "ada");

        var entry = await life.JoinAsync(await life.ConnectAsync(), "r", null, caller: caller);

        Assert.Equal((RefusalKind.Forbidden, true), (entry.Refusal!.Kind, entry.Refusal.IsCounted));
        Assert.Null((await life.JoinAsync(await life.ConnectAsync(), "other", null, caller: caller)).Refusal);
        Assert.Equal(0, life.Look("r").Count);
    }

    [Theory]
    [InlineData(null, "/userId")]
    [InlineData("", "/userId")]
    [InlineData("a\nb", "/userId")]
    public async Task A_user_without_a_proper_name_is_refused(string? user, string wrong)
    {
        var life = await StartAsync();

        var entry = await life.JoinAsync(await life.ConnectAsync(), "r", user);

        Assert.Equal(RefusalKind.Invalid, entry.Refusal!.Kind);
        Assert.Equal([wrong], entry.Refusal.Errors!.Keys);
        Assert.Equal(0, _log.Head);
    }

    [Fact]
    public async Task Names_are_limited_in_bytes()
    {
        var life = await StartAsync();
        var longest = new string('é', 128);

        Assert.Null((await life.JoinAsync(await life.ConnectAsync(), "r", longest, longest)).Refusal);
        Assert.NotNull((await life.JoinAsync(await life.ConnectAsync(), "r", longest + "e")).Refusal);
        Assert.NotNull((await life.JoinAsync(await life.ConnectAsync(), "r", "a", longest + "e")).Refusal);
    }

    [Fact]
    public async Task A_client_may_be_in_so_many_rooms_and_no_more()
    {
        var life = await StartAsync(new RoomsOptions { PerClient = 2 });
        var client = await life.EnterAsync("1", "ada");
        Assert.Null((await life.JoinAsync(client, "2", "ada")).Refusal);
        Assert.Equal(RefusalKind.Invalid, (await life.JoinAsync(client, "3", "ada")).Refusal!.Kind);
        Assert.Null((await life.JoinAsync(client, "2", "ada")).Refusal);

        await life.LeaveAsync(client, "1");
        Assert.Null((await life.JoinAsync(client, "3", "ada")).Refusal);
    }

    [Fact]
    public async Task Joins_count_as_publishes()
    {
        var life = await StartAsync(limits: new LimitsOptions { PublishPerSecond = 2 });
        var client = await life.ConnectAsync();

        // Two are there from the beginning. How many more come, and when, depends on how busy the machine is.
        Assert.Null(await JoinAndLeaveAsync());
        Assert.Null(await JoinAndLeaveAsync());
        await Deadline.UntilAsync(
            async () => await JoinAndLeaveAsync() == RefusalKind.TooManyRequests, "there is no more for this second");

        async Task<RefusalKind?> JoinAndLeaveAsync()
        {
            var refusal = (await life.JoinAsync(client, "r", "ada")).Refusal;
            await life.LeaveAsync(client, "r");
            return refusal?.Kind;
        }
    }

    [Fact]
    public async Task A_client_that_has_left_the_hub_is_no_ghost_when_it_joins_too_late()
    {
        var life = await StartAsync();
        var client = await life.ConnectAsync();
        life.Cut(client);

        await life.JoinAsync(client, "r", "ada");
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
        Assert.Equal(0, life.Look("r").Count);
    }

    [Fact]
    public async Task What_a_connection_that_is_gone_asks_for_too_late_takes_nobody_out_who_is_back_under_its_member_id()
    {
        var life = await StartAsync();
        var room = RoomLife.Room("r");
        var gone = await life.EnterAsync("r", "ada");
        life.Cut(gone);
        var back = await life.RecoverAsync(gone);
        await life.JoinAsync(back, "r", "ada");

        await life.LeaveAsync(gone, "r");
        Assert.NotNull(life.Rooms.MemberOf(back, room));
        await life.JoinAsync(gone, "r", "ada");
        Assert.NotNull(life.Rooms.MemberOf(back, room));
        Assert.Equal("ada", life.Find("r", back.MemberId)?.UserId);

        life.Cut(back);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
        Assert.Equal(0, life.Look("r").Count);
    }

    [Fact]
    public async Task While_the_log_takes_nothing_a_leave_is_tried_once_a_second_however_often_its_user_comes_and_goes()
    {
        var ill = new FailingLog(_log);
        using var life = await RoomLife.StartAsync(ill, _time);
        var client = await life.EnterAsync("r", "ada");
        ill.Failure = new LogUnavailableException("the disk is full");
        for (var i = 0; i < 20; i++)
        {
            await life.LeaveAsync(client, "r");
            client = await life.EnterAsync("r", "ada");
        }

        await life.LeaveAsync(client, "r");

        var refused = ill.RefusedTurns;
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(refused + 1, ill.RefusedTurns);

        ill.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(["join ada", "leave ada"], await life.HistoryAsync("r"));
    }

    [Fact]
    public async Task Above_the_limit_joins_and_leaves_are_stored_for_nobody_but_the_one_and_only_counted()
    {
        var life = await StartAsync(new RoomsOptions { AnnounceUpTo = 2 });
        await life.EnterAsync("r", "ada");
        await life.EnterAsync("r", "bob");
        Assert.Equal(2, life.Look("r").Members!.Count);

        var third = await life.EnterAsync("r", "cyd");
        var snapshot = life.Look("r");
        await life.LeaveAsync(third, "r");

        Assert.Equal((null, 3), (snapshot.Members, snapshot.Count));
        Assert.Equal(
            [null, null, third.MemberId, third.MemberId],
            (await life.EventsAsync("r")).Select(frame => frame.Event.To?.Client));
        Assert.Equal(["join ada", "join bob", "join cyd", "leave cyd"], await life.HistoryAsync("r"));
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(2, await life.Rooms.ListAsync(RoomLife.Room("r"), token).CountAsync(token));
    }

    [Fact]
    public async Task Members_are_listed_the_longest_in_first_and_found_by_either_name()
    {
        var life = await StartAsync();
        var ada = await life.EnterAsync("r", "ada");
        _time.Advance(TimeSpan.FromSeconds(1));
        var bob = await life.EnterAsync("r", "bob", "Bob");

        Assert.Equal(["ada", "bob"], life.Look("r").Members!.Select(member => member.UserId));
        Assert.Equal(TestEvents.Noon.AddSeconds(1), life.Find("r", "bob")!.Since);
        Assert.Equal("Bob", life.Find("r", bob.MemberId)!.Username);
        Assert.Equal([ada.MemberId], life.Find("r", "ada")!.MemberIds);
        Assert.Null(life.Find("other", bob.MemberId));
        Assert.Null(life.Rooms.MemberOf(ada, RoomLife.Room("other")));
    }

    [Fact]
    public async Task A_newcomer_does_not_see_those_whom_the_log_tells_it_of()
    {
        var life = await StartAsync();
        var entry = await life.JoinAsync(await life.ConnectAsync(), "r", "ada");
        await life.EnterAsync("r", "bob");

        var seen = life.Look("r", entry.After).Members!;

        Assert.Equal(["ada"], seen.Select(member => member.UserId));
    }

    private async Task<RoomLife> StartAsync(RoomsOptions? options = null, LimitsOptions? limits = null)
    {
        var life = await RoomLife.StartAsync(_log, _time, options, limits);
        _lives.Add(life);
        return life;
    }
}

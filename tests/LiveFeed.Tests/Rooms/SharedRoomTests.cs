using LiveFeed.Clients;
using LiveFeed.Events.Rooms;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Rooms;
using LiveFeed.Tests.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>One room over two nodes with a real Redis.</summary>
public sealed class SharedRoomTests(RedisFixture fixture) : IClassFixture<RedisFixture>, IAsyncDisposable
{
    private static readonly TimeSpan LeaveAfter = new RoomsOptions().LeaveAfter;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LogOptions _options = new()
    {
        Provider = LogProvider.Redis,
        Redis = { Configuration = fixture.Redis.Configuration, Stream = $"s{Guid.NewGuid():n}" },
    };

    private readonly List<(RedisEventLog Log, FailingLog Appends, HookedMembers Members, RoomLife Life)> _nodes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var (log, _, _, life) in _nodes)
        {
            life.Dispose();
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_user_of_two_nodes_joins_once_and_leaves_when_its_last_connection_is_gone()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var first = await a.EnterAsync("r", "ada", "Ada");
        var second = await b.EnterAsync("r", "ada", "Ada");
        await a.LeaveAsync(first, "r");
        Assert.Equal(["join ada"], await HistoryAsync());

        await b.LeaveAsync(second, "r");
        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Each_node_sees_the_members_and_connections_of_all()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var ada = await a.EnterAsync("r", "ada", "Ada");
        var bob = await b.EnterAsync("r", "bob");
        var bobs = await a.EnterAsync("r", "bob");

        foreach (var life in new[] { a, b })
        {
            var members = (await life.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Members!;
            Assert.Equal([("ada", "Ada"), ("bob", null)], members.Select(member => (member.UserId, member.Username)));
            Assert.Equal([ada.MemberId], members[0].MemberIds);
            Assert.Equal(new[] { bob.MemberId, bobs.MemberId }.Order(), members[1].MemberIds.Order());
            Assert.Equal("bob", (await FindAsync(life, bob.MemberId))?.UserId);
            Assert.Equal("ada", (await FindAsync(life, ada.MemberId))?.UserId);
            Assert.Equal([ada.MemberId], (await FindAsync(life, "ada"))!.MemberIds);
            Assert.Null(await FindAsync(life, "nobody"));
        }
    }

    [Fact]
    public async Task Who_loses_its_connection_and_comes_back_at_another_node_neither_leaves_nor_joins()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var first = await a.EnterAsync("r", "ada");
        a.Cut(first);
        await UntilAsync(async () => (await FindAsync(b, "ada")) is null, "b knows that it is away");
        await b.EnterAsync("r", "ada");
        _time.Advance(LeaveAfter + TimeSpan.FromSeconds(1));
        await UntilAsync(async () => await SeatsAsync() == 0, "a has given its seat back");

        Assert.Equal(["join ada"], await HistoryAsync());
        Assert.Single((await b.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Members!);
    }

    [Theory]
    [InlineData("Gone")]
    [InlineData("Shutdown")]
    public async Task Who_leaves_at_the_node_that_it_came_to_leaves_at_once(string reason)
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var first = await a.EnterAsync("r", "ada");
        a.Cut(first, Enum.Parse<DisconnectReason>(reason));
        var second = await b.EnterAsync("r", "ada");
        await UntilAsync(async () => (await FindAsync(b, "ada"))!.MemberIds.Count == 1, "b knows that the first is lost");
        await b.LeaveAsync(second, "r");

        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Who_leaves_at_one_node_stays_in_by_its_connection_at_another_one()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await a.EnterAsync("r", "ada");
        await b.LeaveAsync(await b.EnterAsync("r", "ada"), "r");

        Assert.Equal(["join ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Who_leaves_elsewhere_before_its_connection_is_known_to_be_lost_leaves_with_that_connection()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await a.EnterAsync("r", "ada");
        await b.LeaveAsync(await b.EnterAsync("r", "ada"), "r");
        Assert.Equal(["join ada"], await HistoryAsync());

        await _nodes[1].Log.Members.UnseatAsync(NodeOf(0)); // the others take its node for dead
        await b.Rooms.SayLeavesAsync(Token);
        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());
    }

    [Fact]
    public async Task A_recovered_client_that_leaves_has_left_and_the_node_that_notices_its_loss_later_tells_nothing()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var first = await a.EnterAsync("r", "ada");
        var second = await RecoverAsync(b, first);
        Assert.Equal([second.MemberId], (await FindAsync(b, "ada"))!.MemberIds);

        await b.LeaveAsync(second, "r");
        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());

        a.Cut(first);
        await UntilAsync(async () => await SeatsAsync() == 0, "a knows that it has left");
        var third = await a.EnterAsync("r", "ada");
        Assert.Equal(["join ada", "leave ada", "join ada"], await HistoryAsync());
        Assert.Equal(third.MemberId, MembershipChange.Read((await b.EventsAsync("r"))[^1].Event)!.Value.Of.MemberId);
    }

    [Fact]
    public async Task A_recovered_client_that_leaves_stays_in_by_another_connection_at_the_node_before()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var (first, tab) = (await a.EnterAsync("r", "ada"), await a.EnterAsync("r", "ada"));
        var second = await RecoverAsync(b, first);
        await b.LeaveAsync(second, "r");
        Assert.Equal([tab.MemberId], (await FindAsync(b, "ada"))!.MemberIds);

        a.Cut(first);
        await a.LeaveAsync(tab, "r");
        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());
    }

    [Fact]
    public async Task A_recovered_client_stays_in_when_the_node_before_hears_its_old_leave_late()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var first = await a.EnterAsync("r", "ada");
        var second = await RecoverAsync(b, first);
        await a.LeaveAsync(first, "r");

        Assert.Equal(["join ada"], await HistoryAsync());
        Assert.Equal([second.MemberId], (await FindAsync(a, "ada"))!.MemberIds);
    }

    [Fact]
    public async Task Who_loses_its_connection_and_does_not_come_back_leaves_once()
    {
        var (a, _) = (await NodeAsync(), await NodeAsync());
        a.Cut(await a.EnterAsync("r", "ada"));
        _time.Advance(LeaveAfter + TimeSpan.FromSeconds(1));
        await UntilAsync(async () => (await HistoryAsync()).Length == 2, "it leaves");

        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Members_of_a_node_that_is_gone_leave_once_unless_they_are_elsewhere_by_then()
    {
        var (a, b, c) = (await NodeAsync(), await NodeAsync(), await NodeAsync());
        foreach (var i in Enumerable.Range(0, 250))
        {
            await a.EnterAsync("r", $"u{i}");
        }

        await b.EnterAsync("r", "u7");
        foreach (var (log, _, _, life) in new[] { _nodes[1], _nodes[2] })
        {
            while (await log.Members.UnseatAsync(NodeOf(0)))
            {
            }

            await life.Rooms.SayLeavesAsync(Token);
        }

        await c.EnterAsync("r", "u8");
        Assert.Equal(
            Enumerable.Range(0, 250).Where(i => i != 7).Select(i => $"leave u{i}").Append("join u8").Order(),
            (await HistoryAsync()).Skip(250).Order());
        Assert.Equal(
            ["u7", "u8"],
            (await c.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Members!.Select(one => one.UserId));
    }

    [Fact]
    public async Task Who_comes_back_to_the_node_that_is_about_to_say_its_leave_stays()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await a.EnterAsync("r", "ada");
        await _nodes[1].Log.Members.UnseatAsync(NodeOf(0));
        _nodes[1].Members.Listed = () => b.EnterAsync("r", "ada");
        await b.Rooms.SayLeavesAsync(Token);

        Assert.Equal(["join ada"], await HistoryAsync());
        Assert.Single((await FindAsync(a, "ada"))!.MemberIds);
        Assert.Empty(await _nodes[0].Log.Members.ListLeavingAsync());
    }

    [Fact]
    public async Task Who_comes_back_while_its_leave_is_said_joins_again()
    {
        var (a, b, c) = (await NodeAsync(), await NodeAsync(), await NodeAsync());
        await a.EnterAsync("r", "ada");
        await _nodes[1].Log.Members.UnseatAsync(NodeOf(0));
        var back = await b.ConnectAsync();
        ValueTask<RoomEntry> joins = default;
        _nodes[1].Members.Counting = async () =>
        {
            await c.Rooms.SayLeavesAsync(Token);
            joins = b.JoinAsync(back, "r", "ada");
        };
        await b.Rooms.SayLeavesAsync(Token);
        await joins.WithinDeadline();

        Assert.Equal(["join ada", "leave ada", "join ada"], await HistoryAsync());
        Assert.Equal([back.MemberId], (await FindAsync(a, "ada"))!.MemberIds);
    }

    [Fact]
    public async Task Who_was_said_to_have_left_by_mistake_joins_again_with_its_next_connection()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await a.EnterAsync("r", "ada");
        await _nodes[1].Log.Members.UnseatAsync(NodeOf(0));
        await b.Rooms.SayLeavesAsync(Token);
        await a.EnterAsync("r", "ada");

        Assert.Equal(["join ada", "leave ada", "join ada"], await HistoryAsync());
        Assert.Equal(2, (await FindAsync(b, "ada"))!.MemberIds.Count);
    }

    [Fact]
    public async Task A_node_that_was_only_cut_off_has_its_members_join_again_once()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await a.EnterAsync("r", "ada");
        await a.EnterAsync("r", "bob");
        await b.EnterAsync("r", "bob");
        while (await _nodes[1].Log.Members.UnseatAsync(NodeOf(0)))
        {
        }

        await b.Rooms.SayLeavesAsync(Token);
        a.Rooms.JoinAgain();
        a.Rooms.JoinAgain();
        await UntilAsync(async () => (await HistoryAsync()).Length == 4, "ada is back");
        await UntilAsync(async () => (await FindAsync(b, "bob"))!.MemberIds.Count == 2, "bob's connection is back");

        Assert.Equal(["join ada", "join bob", "leave ada", "join ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Who_is_back_before_its_join_is_answered_is_seen_with_its_new_connection()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var (first, second) = (await a.ConnectAsync(), await a.ConnectAsync());
        ValueTask<RoomEntry> joins = default;
        _nodes[0].Appends.Answering = () =>
        {
            a.Cut(first);
            joins = a.JoinAsync(second, "r", "ada");
            return Task.CompletedTask;
        };
        await a.JoinAsync(first, "r", "ada");
        await joins.WithinDeadline();

        Assert.Equal([second.MemberId], (await FindAsync(b, "ada"))!.MemberIds);
    }

    [Fact]
    public async Task A_join_that_was_on_its_way_when_the_node_was_taken_for_gone_is_made_again()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        _nodes[0].Appends.Answering = async () =>
        {
            await _nodes[1].Log.Members.UnseatAsync(NodeOf(0));
            await b.Rooms.SayLeavesAsync(Token);
            a.Rooms.JoinAgain();
        };
        var ada = await a.EnterAsync("r", "ada");

        Assert.Equal([ada.MemberId], (await FindAsync(b, "ada"))?.MemberIds);
        Assert.Equal(["join ada", "leave ada", "join ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Who_leaves_while_its_join_is_on_its_way_and_all_join_again_has_left()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var ada = await a.ConnectAsync();
        var leaves = Task.CompletedTask;
        _nodes[0].Appends.Answering = () =>
        {
            leaves = a.LeaveAsync(ada, "r").AsTask();
            a.Rooms.JoinAgain();
            return Task.CompletedTask;
        };
        await a.JoinAsync(ada, "r", "ada");
        await leaves.WithinDeadline();

        Assert.Equal(0, (await b.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Count);
        Assert.Equal(["join ada", "leave ada"], await HistoryAsync());
    }

    [Fact]
    public async Task A_leave_that_was_on_its_way_to_a_Redis_that_lost_it_is_said_again()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var room = $"{{{_options.Redis.Stream}}}:room:r";
        var ada = await a.EnterAsync("r", "ada");
        var stored = await fixture.Redis.Database.HashGetAsync(room, "ada");
        _nodes[0].Appends.Answering = async () =>
        {
            await fixture.Redis.Database.HashSetAsync(room, "ada", stored);
            a.Rooms.JoinAgain();
        };
        await a.LeaveAsync(ada, "r");

        Assert.Equal(0, (await b.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task Who_cannot_join_again_while_Redis_is_away_stays_in()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        var (lost, other) = (await a.EnterAsync("r", "ada"), await a.EnterAsync("r", "ada"));
        _nodes[0].Members.Failure = new LogUnavailableException("Redis is away");
        a.Cut(lost);
        await Assert.ThrowsAsync<LogUnavailableException>(() => a.JoinAsync(other, "r", "ada").AsTask());
        Assert.NotNull(a.Rooms.MemberOf(other, RoomLife.Room("r")));

        _nodes[0].Members.Failure = null;
        await UntilAsync(
            async () => (await FindAsync(b, "ada"))?.MemberIds is [var id] && id == other.MemberId,
            "b knows which connection it has");
    }

    [Fact]
    public async Task Two_nodes_that_race_for_one_user_tell_alternating_joins_and_leaves()
    {
        var (a, b) = (await NodeAsync(), await NodeAsync());
        await Task.WhenAll(new[] { a, b }.Select(async life =>
        {
            for (var i = 0; i < 50; i++)
            {
                await life.LeaveAsync(await life.EnterAsync("r", "ada"), "r");
            }
        })).WithinDeadline();

        Assert.Equal(0, (await b.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Count);
        await UntilAsync(async () => (await HistoryAsync()).Length % 2 == 0, "this node has the last leave, too");
        var history = await HistoryAsync();
        Assert.Equal(history.Select((_, i) => i % 2 == 0 ? "join ada" : "leave ada"), history);
        Assert.Equal(0, (await a.Rooms.LookAsync(RoomLife.Room("r"), cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task A_join_has_its_place_in_the_log_also_on_a_Redis_that_took_the_place_of_another()
    {
        await NodeAsync();
        var log = _nodes[0].Log;
        await fixture.Redis.DeleteAsync(_options.Redis.Stream);
        await log.AppendUntilTakenAsync(TestEvents.Event("other"));
        var before = log.Epochs.PositionOf(log.Head);
        using var life = await RoomLife.StartAsync(new FailingLog(log), _time); // the only node: it has the members itself
        await life.EnterAsync("r", "ada");

        Assert.Empty(life.Look("r", through: before).Members!);
        Assert.Single(life.Look("r").Members!);
    }

    private static ValueTask<RoomMember?> FindAsync(RoomLife life, string id) =>
        life.Rooms.FindAsync(RoomLife.Room("r"), id, Token);

    private static async Task<FeedClient> RecoverAsync(RoomLife life, FeedClient gone)
    {
        var client = await life.RecoverAsync(gone);
        await life.JoinAsync(client, "r", "ada");
        return client;
    }

    private Task<long> SeatsAsync() =>
        fixture.Redis.Database.SetLengthAsync($"{{{_options.Redis.Stream}}}:seats:{NodeOf(0)}");

    private string NodeOf(int index) => _nodes[index].Log.Server.NodeId;

    private Task<string[]> HistoryAsync() => _nodes[^1].Life.HistoryAsync("r");

    private Task UntilAsync(Func<Task<bool>> condition, string what) => Deadline.UntilAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            return await condition();
        },
        what);

    private async Task<RoomLife> NodeAsync()
    {
        var log = await RedisEventLog.OpenAsync(Options.Create(_options), _time, NullLogger.Instance);
        var (appends, members) = (new FailingLog(log), new HookedMembers(log.Members));
        _nodes.Add((log, appends, members, await RoomLife.StartAsync(appends, _time, shared: members)));
        return _nodes[^1].Life;
    }
}

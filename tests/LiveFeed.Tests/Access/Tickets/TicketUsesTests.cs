using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Tests.Hub.Backplane;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>How much is remembered of tickets, and what holds for those that are forgotten.</summary>
public sealed class TicketUsesTests
{
    private static readonly Resumption Somewhere = new(new Position("abc", 1));
    private static readonly IOptions<TicketOptions> Few = Options.Create(new TicketOptions
    {
        Remembered = 3,
        SigningKey = "a secret that is long enough to sign tickets",
    });

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly WallClock _clock;
    private readonly TicketOffice _office;
    private readonly TicketUses _uses;

    public TicketUsesTests()
    {
        _clock = new WallClock(_time);
        (_office, _uses) = Start();
    }

    [Fact]
    public void No_more_are_remembered_than_the_limit_and_open_streams()
    {
        var open = Enumerable.Range(0, 5).Select(_ => _uses.Enter(Give(), default).Lease!).ToArray();
        Assert.Equal(5, _uses.Count);

        foreach (var lease in open)
        {
            lease.Dispose();
        }

        for (var i = 0; i < 100; i++)
        {
            _uses.Enter(Give(), default).Lease!.Dispose();
        }

        Assert.Equal(3, _uses.Count);
    }

    [Fact]
    public void A_forgotten_ticket_reopens_its_stream_with_any_position()
    {
        var forgotten = Give();
        _uses.Enter(forgotten, default).Lease!.Dispose();
        Forget();
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Same(TicketProblems.Late, _uses.Enter(forgotten, default).Refusal);
        Assert.NotNull(_uses.Enter(forgotten, Somewhere).Lease);
    }

    [Fact]
    public void A_ticket_that_was_given_after_all_that_are_forgotten_must_have_been_used()
    {
        Forget();
        _time.Advance(TimeSpan.FromSeconds(1));
        var unused = Give();
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Same(TicketProblems.Late, _uses.Enter(unused, Somewhere).Refusal);
    }

    [Fact]
    public void A_ticket_of_an_earlier_start_is_good_in_time_or_with_a_position()
    {
        var (ticket, other) = (Give(), Give());
        var (_, restarted) = Start();

        Assert.NotNull(restarted.Enter(ticket, default).Lease);
        Assert.Same(ConnectionRefusal.TicketInUse, restarted.Enter(ticket, Somewhere).NotNow);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Same(TicketProblems.Late, restarted.Enter(other, default).Refusal);
        Assert.NotNull(restarted.Enter(other, Somewhere).Lease);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void The_time_to_use_a_ticket_stays_the_same_when_the_clock_is_set(int minutes)
    {
        var (used, unused) = (Give(), Give());

        _clock.Set(TimeSpan.FromMinutes(minutes));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.NotNull(_uses.Enter(used, default).Lease);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Same(TicketProblems.Late, _uses.Enter(unused, default).Refusal);
    }

    [Fact]
    public void Expired_tickets_are_forgotten_first_and_change_nothing_for_others()
    {
        for (var i = 0; i < 3; i++)
        {
            _uses.Enter(Give(), default).Lease!.Dispose();
        }

        _time.Advance(TimeSpan.FromHours(2));
        _uses.Enter(Give(), default).Lease!.Dispose();

        Assert.Equal(1, _uses.Count);
    }

    [Fact]
    public void A_lease_that_is_disposed_twice_counts_once()
    {
        var ticket = Give();
        var lease = _uses.Enter(ticket, default).Lease!;
        lease.Dispose();
        var next = _uses.Enter(ticket, default).Lease;
        lease.Dispose();

        Assert.NotNull(next);
        Assert.Same(ConnectionRefusal.TicketInUse, _uses.Enter(ticket, default).NotNow);
    }

    [Fact]
    public async Task Who_was_ended_by_an_administrator_does_not_come_back_before_it_has_taken_its_last_frame()
    {
        await using var log = new MemoryEventLog(Options.Create(new LogOptions()), _time);
        var client = new FeedClient(TestEvents.Following("a"), "test", log, queueLength: 10, _time);
        await client.StartAsync(after: null, last: 0, TestContext.Current.CancellationToken);
        var (ticket, back) = (Give(), new Resumption(client.Start.Position));
        var lease = _uses.Enter(ticket, default).Lease!;
        lease.HeldBy(client);

        client.Close(CloseReason.Kicked);
        Assert.Same(TicketProblems.Ended, _uses.Enter(ticket, back).Refusal);
        lease.Dispose();
        Assert.Same(TicketProblems.Ended, _uses.Enter(ticket, back).Refusal);
    }

    [Fact]
    public void Without_a_ticket_any_number_of_streams_is_opened() => Assert.Equal(default, _uses.Enter(null, default));

    private (TicketOffice Office, TicketUses Uses) Start()
    {
        var key = new TicketKey(Few, Options.Create(new LogOptions()), NullLogger<TicketKey>.Instance);
        var office = new TicketOffice(Options.Create(new AccessOptions()), Few, key, _clock);
        return (office, new TicketUses(office, new JoinedBackplane([]), Few, _clock));
    }

    private Ticket Give()
    {
        var caller = Caller.With(Rights.FollowEverything, "ada", _time.GetUtcNow().AddHours(1));
        return _office.Identify(_office.Issue(caller).Text).Ticket!;
    }

    private void Forget()
    {
        for (var i = 0; i < 3; i++)
        {
            _uses.Enter(Give(), default).Lease!.Dispose();
        }

        _uses.Enter(Give(), default).Lease!.Dispose();
    }
}

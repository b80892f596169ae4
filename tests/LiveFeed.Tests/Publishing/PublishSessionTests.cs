using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Publishing;

/// <summary>What every way in shares, whatever its protocol.</summary>
public sealed class PublishSessionTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly LiveFeedServer _server;
    private FailingLog? _log;

    public PublishSessionTests() => _server = new LiveFeedServer(
        services =>
        {
            FailingLog.AddTo(services, log => _log = log);
            services.AddSingleton<TimeProvider>(_time);
        },
        ("Limits:EventBytes", "10"),
        ("Limits:BatchEvents", "5"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task All_or_nothing_refuses_a_batch_for_one_event_and_says_which()
    {
        var session = Begin("a/*");

        var outcome = await session.PublishAllAsync([Event("a/b", 1), Event("b", 2)], answersFirst: false, Token);

        Assert.Equal((RefusalKind.Forbidden, 1, 0L), (outcome.Refusal?.Kind, outcome.Index, _server.Log.Head));
        Assert.Equal(["/topic"], outcome.Refusal?.Errors?.Keys);
        Assert.Equal(["/1/topic"], outcome.Refusal?.InElement(1).Errors?.Keys);
    }

    [Fact]
    public async Task Event_by_event_each_is_stored_or_gets_its_reason()
    {
        var session = Begin("a/*");
        await session.PublishAllAsync([Event("a/b", 1, id: "x")], answersFirst: false, Token);

        var told = await EachAsync(
            session,
            Event("a/b", 2),
            Event("b", 3),
            Event("a/b", 4, id: "x"),
            Event("a/b", 1, id: "x"),
            Large("a/c"),
            Event("a/c", 6));

        Assert.Equal(
            [null, RefusalKind.Forbidden, RefusalKind.IdInUse, null, RefusalKind.TooLarge, null],
            told.Select(one => one.Refusal?.Kind));
        Assert.Equal([2L, null, null, 1L, null, 3L], told.Select(one => one.Receipt?.Position.Sequence));
        Assert.True(told[3].Receipt?.Duplicate);
        Assert.DoesNotContain(told, one => one.Refusal?.Kind.IsTemporary == true);
    }

    [Fact]
    public async Task Event_by_event_more_than_a_group_is_published_in_order()
    {
        var session = Begin("**");

        var told = await EachAsync(session, [.. Enumerable.Range(1, 1_203).Select(n => Event("a", n))]);

        Assert.Equal(Enumerable.Range(1, 1_203), told.Select(one => (int)one.Receipt!.Value.Position.Sequence));
    }

    [Fact]
    public async Task Event_by_event_what_is_not_kept_is_accepted_without_a_place()
    {
        var told = await EachAsync(Begin("**"), Event("a", 1) with { Ephemeral = true }, Event("a", 2));

        var first = new Receipt(new Position(_server.Log.Epoch, 1), Duplicate: false);
        Assert.Equal([default, new EventOutcome(first, null)], told);
    }

    [Fact]
    public async Task While_the_log_is_away_every_event_may_be_tried_again_and_only_operators_are_told_why()
    {
        _log!.Failure = new LogUnavailableException("the disk /secret is full");

        var told = await EachAsync(Begin("a"), Event("b", 1), Event("a", 2), Event("a", 3));
        var together = await Begin("a").PublishAllAsync([Event("a", 2)], answersFirst: false, Token);

        Assert.Equal(
            [RefusalKind.Forbidden, RefusalKind.Unavailable, RefusalKind.Unavailable],
            told.Select(one => one.Refusal?.Kind));
        Assert.All([told[1].Refusal!, told[2].Refusal!, together.Refusal!], refusal =>
        {
            Assert.True(refusal.Kind.IsTemporary);
            Assert.DoesNotContain("secret", refusal.Text, StringComparison.Ordinal);
            Assert.Equal("the disk /secret is full", refusal.ForOperators);
        });
        _log.Failure = null;
        Assert.Equal(1, (await EachAsync(Begin("a"), Event("a", 2)))[0].Receipt?.Position.Sequence);
    }

    [Fact]
    public async Task A_session_that_outlives_its_token_publishes_nothing_more()
    {
        var session = Sessions.Begin(Caller.With(Rights.Everything, "ada", Noon.AddMinutes(10)), default);
        Assert.Null((await session.PublishAllAsync([Event("a", 1)], answersFirst: false, Token)).Refusal);

        _time.Advance(TimeSpan.FromMinutes(10));

        var refused = await session.PublishAllAsync([Event("a", 2)], answersFirst: false, Token);
        Assert.Equal(RefusalKind.BadCredentials, refused.Refusal?.Kind);
        Assert.Equal(RefusalKind.BadCredentials, (await EachAsync(session, Event("a", 2)))[0].Refusal?.Kind);
        Assert.Equal(1, _server.Log.Head);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_an_array_of_REST_and_the_service_has_no_such_limits()
    {
        FeedEvent[] six = [.. Enumerable.Range(0, 6).Select(n => Event("a", n))];

        var refused = await Begin("**").PublishAllAsync(six, answersFirst: false, Token);
        var accepted = await Sessions.OfService.PublishAllAsync([.. six, Large("a")], answersFirst: false, Token);

        Assert.Equal(RefusalKind.TooLarge, refused.Refusal?.Kind);
        Assert.Null(accepted.Refusal);
    }

    [Fact]
    public async Task Each_refusal_is_counted_once()
    {
        using var rejected = new Counted(_server, "livefeed.events.rejected", "problem");

        await EachAsync(Begin("a"), Event("b", 1), Event("b", 2), Large("a"));
        await Begin("a").PublishAllAsync([Event("b", 1), Event("b", 2)], answersFirst: false, Token);

        Assert.Equal((3, 1), (rejected["forbidden"], rejected["too-large"]));
    }

    private static FeedEvent Large(string topic) => Event(topic) with { Data = EventData.Text("12345678901") };

    private static async Task<EventOutcome[]> EachAsync(PublishSession session, params FeedEvent[] events)
    {
        var told = new EventOutcome?[events.Length];
        await session.PublishEachAsync(
            events,
            (index, outcome) =>
            {
                Assert.Null(told[index]);
                told[index] = outcome;
            },
            Token);
        return [.. told.Select(one => one!.Value)];
    }

    private PublishSessions Sessions => _server.Services.GetRequiredService<PublishSessions>();

    private PublishSession Begin(params string[] publish) =>
        Sessions.Begin(Caller.With(new Rights(publish.Select(TopicPattern.Parse), [])), default);
}

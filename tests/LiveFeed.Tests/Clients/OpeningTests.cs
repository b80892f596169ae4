using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Memory;
using LiveFeed.Streaming.WebSockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>An addition to a client's topics that begins with frames of its own, as a room does.</summary>
public sealed class OpeningTests : IAsyncDisposable, ISubscriptionIndex
{
    private static readonly ImmutableArray<TopicPattern> Added = [TopicPattern.Parse("b")];

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryBudget _budget = new(long.MaxValue);
    private readonly MemoryEventLog _log;
    private readonly List<Frame> _read = [];
    private readonly List<TopicPattern> _followed = [];

    public OpeningTests() => _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task The_topics_are_followed_in_the_turn_that_brings_it_and_what_was_missed_comes_next()
    {
        var client = await JoinAsync();
        await AppendAsync("b", 3);
        Assert.Equal(SubscribeOutcome.Accepted, Ask(client, 100));

        await ReadUntilAsync(client, () => _read.OfType<TextFrame>().Any());
        Assert.Equal(Added, _followed);
        Assert.Equal([1, 2, 3], _read.SkipWhile(frame => frame is not TextFrame).OfType<BackfillFrame>().Select(Sequence));
    }

    [Fact]
    public async Task Whatever_was_missed_comes_before_anything_else()
    {
        const int Missed = (2 * ReadLimits.PageEvents) + 1;
        var client = await JoinAsync();
        await AppendAsync("b", Missed);
        Ask(client, 100);
        await ReadUntilAsync(client, () => _read.OfType<TextFrame>().Any());
        Assert.Equal(Added, _followed);
        Assert.True(_read.Count < Missed, "it is more than a page");
        await AppendAsync("a", 1);
        await AppendAsync("b", 1);

        await ReadUntilAsync(client, () => _read[^1].LastSequence == Missed + 2);
        Assert.Equal(
            Enumerable.Range(1, Missed + 2).Select(n => (long)n),
            _read.Where(frame => frame is EventFrame or BackfillFrame).Select(Sequence));
    }

    [Fact]
    public async Task A_topic_that_is_unsubscribed_meanwhile_is_not_followed_at_the_end()
    {
        var client = await JoinAsync();
        await AppendAsync("b", (2 * ReadLimits.PageEvents) + 1);
        Ask(client, 100);
        await ReadUntilAsync(client, () => _read.OfType<TextFrame>().Any());
        client.LeaveRoom(Added);

        await ReadUntilAsync(client, () => _followed.Count == 0);
        Assert.Equal("a", Assert.Single(client.Subscription.Topics).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_until_it_is_written_or_the_client_has_left(bool isRead)
    {
        var client = await JoinAsync();
        Ask(client, 100);
        Assert.True(_budget.Held >= 100);
        if (isRead)
        {
            await ReadUntilAsync(client, () => _read.OfType<TextFrame>().Any());
            client.Wrote(0);
            Assert.Equal(0, _budget.Held);
        }

        client.LetGoOfAll();
        Assert.Equal(0, _budget.Held);
        Assert.Equal(SubscribeOutcome.Left, Ask(client, 100));
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public async Task One_that_is_larger_than_the_limit_fits_only_when_nothing_else_waits()
    {
        var client = await JoinAsync();
        Assert.Equal(SubscribeOutcome.Accepted, Ask(client, FeedClient.MaxToldBytes + 1));
        Assert.Equal(SubscribeOutcome.TooManyChanges, Ask(client, 100));
        Assert.False(client.TryTell(new TextFrame(new byte[1])));
    }

    void ISubscriptionIndex.Follow(FeedClient client, ImmutableArray<TopicPattern> topics) => _followed.AddRange(topics);

    void ISubscriptionIndex.Unfollow(FeedClient client, ImmutableArray<TopicPattern> topics) =>
        _followed.RemoveAll(topics.Contains);

    void ISubscriptionIndex.RequestSync(FeedClient client) => client.Sync(_log.Head);

    private static long Sequence(Frame frame) =>
        frame is BackfillFrame backfill ? backfill.Event.Sequence : frame.LastSequence;

    private SubscribeOutcome Ask(FeedClient client, int openingBytes)
    {
        var addition = new SubscriptionAddition
        {
            Topics = Added,
            After = _log.Epochs.PositionOf(0),
            IsOfRoom = true,
            Opening = [new TextFrame(new byte[openingBytes])],
        };
        var outcome = client.AskFor([addition], [], int.MaxValue, done: null);
        client.Nudge();
        return outcome;
    }

    private async Task ReadUntilAsync(FeedClient client, Func<bool> condition)
    {
        for (var turns = 0; !condition(); turns++)
        {
            Assert.True(turns < 100, "it does not come");
            await client.ReadAsync(_read);
        }
    }

    private async Task<FeedClient> JoinAsync()
    {
        var held = new DeliveryMemory(_budget);
        var client = new FeedClient(Following("a"), "test", _log, queueLength: 100, _time, held) { Index = this };
        await client.StartAsync(after: null, last: 0, Token);
        return client;
    }

    private async Task AppendAsync(string topic, int count) =>
        await _log.AppendAsync([.. Enumerable.Range(0, count).Select(n => Event(topic, n))], Token);
}

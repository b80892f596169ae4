using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Streaming.WebSockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Clients;

/// <summary>A client that unsubscribes before it has got all of its first events.</summary>
public sealed class UnsubscribedFirstEventsTests : IAsyncDisposable, ISubscriptionIndex
{
    private const int Events = (3 * ReadLimits.PageEvents) + 1; // of them every other one is of "a"

    private readonly MemoryEventLog _log;
    private readonly FeedClient _client;
    private readonly List<Frame> _read = [];
    private readonly List<TopicPattern> _unfollowed = [];

    public UnsubscribedFirstEventsTests()
    {
        var time = new FakeTimeProvider(Noon);
        _log = new MemoryEventLog(Options.Create(new LogOptions()), time);
        _client = new FeedClient(Following("a", "b"), "test", _log, queueLength: 100, time) { Index = this };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task After_the_answer_none_of_its_topic_come_and_all_of_the_others()
    {
        await StartAsync();
        await _client.ReadAsync(_read);
        var answer = Unsubscribe();
        await ReadToTheLastAsync();

        var after = _read.SkipWhile(frame => frame != answer).OfType<EventFrame>().ToList();
        Assert.NotEmpty(after);
        Assert.DoesNotContain(after, IsOfA);
        Assert.Equal(Events / 2, _read.OfType<EventFrame>().Count(frame => !IsOfA(frame)));
        Assert.Equal("b", Assert.Single(_client.Subscription.Topics).Text);
        Assert.Equal("a", Assert.Single(_unfollowed).Text);
    }

    [Fact]
    public async Task Who_subscribes_again_gets_what_it_asks_for_then_and_nothing_twice()
    {
        await StartAsync();
        await _client.ReadAsync(_read);
        Unsubscribe();
        Assert.Equal(
            SubscribeOutcome.Accepted,
            _client.AskFor(
                [new SubscriptionAddition { Topics = [TopicPattern.Parse("a")], Last = 2 }], [], int.MaxValue, done: null));
        var before = _read.OfType<EventFrame>().Count(IsOfA);
        await ReadUntilAsync(() => _read.OfType<SubscribedFrame>().Any());

        Assert.Equal(before, _read.OfType<EventFrame>().Count(IsOfA));
        Assert.Equal([Events - 2, Events], _read.OfType<BackfillFrame>().Select(frame => frame.Event.Sequence));
        Assert.Equal(Events / 2, _read.OfType<EventFrame>().Count(frame => !IsOfA(frame)));
    }

    void ISubscriptionIndex.Follow(FeedClient client, ImmutableArray<TopicPattern> topics)
    {
    }

    void ISubscriptionIndex.Unfollow(FeedClient client, ImmutableArray<TopicPattern> topics) =>
        _unfollowed.AddRange(topics);

    void ISubscriptionIndex.RequestSync(FeedClient client) => client.Sync(_log.Head);

    private static bool IsOfA(EventFrame frame) => frame.Event.Topic!.Value.Value == "a";

    private async Task StartAsync()
    {
        await _log.AppendAsync(
            [.. Enumerable.Range(0, Events).Select(n => Event(n % 2 == 0 ? "a" : "b", n))], Token);
        await _client.StartAsync(after: null, last: Events, Token);
    }

    private TextFrame Unsubscribe()
    {
        var answer = new TextFrame("{}"u8.ToArray());
        Assert.Equal(
            SubscribeOutcome.Accepted, _client.AskFor([], [TopicPattern.Parse("a")], int.MaxValue, done: null));
        Assert.True(_client.TryTell(answer));
        return answer;
    }

    // Everything up to there was looked at when this has been read: the last but one is of "b".
    private Task ReadToTheLastAsync() =>
        ReadUntilAsync(() => _read.OfType<EventFrame>().Any(frame => frame.Sequence >= Events - 1));

    private async Task ReadUntilAsync(Func<bool> condition)
    {
        for (var turns = 0; !condition(); turns++)
        {
            Assert.True(turns < 100, "it does not come");
            await _client.ReadAsync(_read);
        }
    }
}

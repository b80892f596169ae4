using System.Collections.Immutable;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>A feed with one follower whose topics change, and what was asked of it.</summary>
internal sealed class SubscriptionRun : IDisposable
{
    private readonly Follower _follower;

    internal SubscriptionRun(FeedSetup setup, ImmutableArray<TopicPattern> topics, bool isDirect, string[] before)
    {
        Feed = new FeedRun(setup);
        Publish(before);
        Before = before.Length;
        Initial = [.. topics.Distinct()];
        _follower = Feed.Join(0, new Joining(topics, User: null, AfterWhat.Nothing, Last: 0, isDirect))!;
        Feed.Step(int.MaxValue);
    }

    internal FeedRun Feed { get; }

    internal ImmutableArray<TopicPattern> Initial { get; }

    /// <summary>So many events were published before it came.</summary>
    internal int Before { get; }

    internal List<Change> Changes { get; } = [];

    internal void Publish(string[] topics) =>
        Feed.Publish([.. topics.Select(topic => new PostedEvent(topic, null, null, null, null, Ephemeral: false))]);

    internal void Subscribe(TopicPattern pattern, int? ago, bool opens)
    {
        var opening = TestEvents.Noon + TimeSpan.FromDays(Changes.Count);
        long? after = ago is { } events ? Math.Max(0, Feed.Reference.Last - events) : null;
        var done = new TaskCompletionSource<bool>();
        var addition = new SubscriptionAddition
        {
            Topics = [pattern],
            After = after is { } sequence ? new Position(Feed.Log.Epoch, sequence) : null,
            Opening = opens ? [new ExpiringFrame(opening)] : [],
        };
        Assert.Equal(SubscribeOutcome.Accepted, Feed.Hub.ChangeSubscription(_follower.Client!, [addition], [], done: done));
        Changes.Add(new Change(pattern, IsAddition: true, after, Feed.Published.Count, done.Task)
        {
            CompleteBefore = [],
            Opening = opens ? $"{opening:O}" : null,
        });
    }

    internal void Unsubscribe(TopicPattern pattern)
    {
        Change[] complete = [.. Changes.Where(change => change.Done.IsCompleted)];
        Assert.Equal(SubscribeOutcome.Accepted, Feed.Hub.ChangeSubscription(_follower.Client!, [], [pattern]));
        Changes.Add(
            new Change(pattern, IsAddition: false, After: null, Feed.Published.Count, Task.FromResult(true))
            {
                CompleteBefore = complete,
            });
    }

    internal void With(Action<Follower> act) => act(_follower);

    /// <summary>Lets everyone come to an end, and checks what the follower was sent.</summary>
    internal void Check()
    {
        Feed.Settle();
        new SubscriptionCheck(this, _follower).Run();
    }

    public void Dispose() => Feed.Dispose();
}

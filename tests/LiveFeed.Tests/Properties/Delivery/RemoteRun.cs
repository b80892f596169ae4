using System.Globalization;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Log.Remote;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>
/// A log whose store is elsewhere, the hub and its clients on one thread and virtual time, and what was done with them.
/// </summary>
internal sealed class RemoteRun : IDisposable
{
    internal const int Slots = 3;

    private readonly LiveFeedMetrics _metrics = new(new Meters());
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Follower?[] _slots = new Follower?[Slots];
    private readonly List<Follower> _followers = [];
    private readonly List<Task> _running = [];
    private readonly List<(int Number, Task<IReadOnlyList<Receipt>> Receipts)> _published = [];
    private readonly List<(string Epoch, IReadOnlyList<FeedEvent> Events)> _replaced = [];
    private readonly List<(Follower Follower, Task<bool> Done)> _changes = [];
    private readonly RemoteLog _log;
    private readonly FeedHub _hub;
    private readonly FeedPublisher _publisher;
    private readonly Pump _pump;

    internal RemoteRun(FeedSetup setup, int maxInMemory)
    {
        _pump = new Pump(setup.Seed);
        SynchronizationContext.SetSynchronizationContext(_pump);
        var retention = new LogOptions();
        Store = new RemoteStore(Options.Create(retention), _time);
        _log = new RemoteLog(Store, retention, _time, maxInMemory);
        var delivery = new DeliveryOptions
        {
            FlushWindow = setup.FlushWindow,
            Lanes = setup.Lanes,
            QueueLength = setup.QueueLength,
        };
        _hub = new FeedHub(_log, Options.Create(delivery), _time, _metrics, NullLogger<FeedHub>.Instance);
        _publisher = new FeedPublisher(_log, new FanOut(_log, _hub), new LocalBackplane(_hub), _metrics);
        foreach (var lane in _hub.Lanes)
        {
            _log.Appended += lane.Wake;
            _running.Add(lane.RunAsync(_stopping.Token));
        }
    }

    internal RemoteStore Store { get; }

    internal void Publish(string topic, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = _published.Count;
            var e = TestEvents.Event(topic, number);
            _published.Add((number, _publisher.PublishAsync([e], handOver: null, CancellationToken.None).AsTask()));
        }
    }

    internal void Replace()
    {
        _replaced.Add(Contents());
        Store.Replace();
    }

    internal void Join(int slot, string topic, bool comesBack, bool isDirect)
    {
        if (_slots[slot] is { HasEnded: false })
        {
            return;
        }

        var request = new JoinRequest
        {
            Transport = "test",
            Topics = [TopicPattern.Parse(topic)],
            After = comesBack && _slots[slot] is { Client: not null } before ? FollowerCheck.LastSeen(before) : null,
        };
        _slots[slot] = new Follower(_hub, request, isDirect) { Since = 0 };
        _followers.Add(_slots[slot]!);
        _running.Add(_slots[slot]!.RunAsync());
    }

    internal void Subscribe(int slot, string topic) => With(slot, follower =>
    {
        if (follower.Client is { } client)
        {
            var addition = new SubscriptionAddition { Topics = [TopicPattern.Parse(topic)] };
            var outcome = _hub.ChangeSubscription(client, [addition], [], done: NewChange(follower));
            Assert.True(outcome is SubscribeOutcome.Accepted or SubscribeOutcome.Left, $"{outcome}");
        }
    });

    internal void With(int slot, Action<Follower> act)
    {
        if (_slots[slot] is { HasEnded: false } follower)
        {
            act(follower);
        }
    }

    internal void Pass(TimeSpan time) => _time.Advance(time);

    internal void Step(int most) => _pump.Run(most);

    /// <summary>
    /// Lets the store answer and everyone read until nobody has anything to do, and checks what each was sent.
    /// </summary>
    internal void Check()
    {
        (Store.IsAway, Store.LosesAnswers) = (false, false);
        _followers.ForEach(follower => follower.GoOn());
        for (var i = 0; i < 4; i++)
        {
            _pump.Run();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _pump.Run();
        Assert.All(_running, task => Assert.True(!task.IsFaulted, task.Exception?.ToString()));
        var stores = new StoreHistory([.. _replaced, Contents()]);
        foreach (var (number, publishing) in _published)
        {
            Assert.True(publishing.IsCompleted, "every publisher is answered");
            CheckReceipt(number, publishing, stores);
        }

        _followers.ForEach(follower => new RemoteFollowerCheck(stores, follower).Run());
        Assert.All(
            _changes, change => Assert.True(change.Follower.HasEnded || change.Done is { IsCompleted: true, Result: true }));
        _followers.ForEach(follower => follower.Go());
        _pump.Run();
        Assert.All(_followers, follower => Assert.True(follower.HasEnded));
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _pump.Run();
        SynchronizationContext.SetSynchronizationContext(null);
        _log.DisposeAsync().AsTask().Wait();
        _hub.Dispose();
        _metrics.Dispose();
        _stopping.Dispose();
    }

    private TaskCompletionSource<bool> NewChange(Follower follower)
    {
        var done = new TaskCompletionSource<bool>();
        _changes.Add((follower, done.Task));
        return done;
    }

    private static void CheckReceipt(int number, Task<IReadOnlyList<Receipt>> publishing, StoreHistory stores)
    {
        if (publishing.IsCompletedSuccessfully)
        {
            var stored = stores[publishing.Result[0].Position]?.Data.ToString();
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture), stored);
            return;
        }

        Assert.IsType<LogUnavailableException>(publishing.Exception!.InnerException);
    }

    private (string Epoch, IReadOnlyList<FeedEvent> Events) Contents()
    {
        var events = new List<FeedEvent>();
        for (var (after, atEnd) = (0L, false); !atEnd;)
        {
            // In memory, so at once.
            var reading = Store.Current.ReadAsync(
                after, subscription: null, ReadLimits.PageEvents, conflate: false, CancellationToken.None).AsTask();
            Assert.True(reading.IsCompletedSuccessfully);
            var page = reading.Result;
            events.AddRange(page.Frames.Select(frame => frame.Event));
            (after, atEnd) = (page.Through, page.ReachedEnd);
        }

        return (Store.Current.Epoch, events);
    }
}

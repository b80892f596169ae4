using System.Diagnostics.Metrics;
using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Memory;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties.Delivery;

/// <summary>The log, the hub and its clients on one thread and virtual time, and what was done with them.</summary>
internal sealed class FeedRun : IDisposable
{
    internal const int Slots = 3;

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Follower?[] _slots = new Follower?[Slots];
    private readonly List<Task> _running = [];
    private readonly FeedPublisher _publisher;
    private readonly Pump _pump;
    private readonly MemoryBudget _budget = new(long.MaxValue);

    internal FeedRun(FeedSetup setup)
    {
        Setup = setup;
        _pump = new Pump(setup.Seed);
        SynchronizationContext.SetSynchronizationContext(_pump);
        Reference = new ReferenceLog(FeedSetup.MaxEvents, TimeSpan.FromDays(1));
        var retention = new LogOptions { MaxEvents = FeedSetup.MaxEvents };
        Log = new SteppedLog(new MemoryEventLog(Options.Create(retention), _time), NoteLast);
        var metrics = new LiveFeedMetrics(_meters.GetRequiredService<IMeterFactory>());
        var delivery =
            new DeliveryOptions { FlushWindow = setup.FlushWindow, Lanes = setup.Lanes, QueueLength = setup.QueueLength };
        Hub = new FeedHub(
            Log, Options.Create(delivery), _time, metrics, NullLogger<FeedHub>.Instance, _budget, Options.Create(retention));
        _publisher = new FeedPublisher(Log, new FanOut(Log, Hub), new LocalBackplane(Hub), metrics);
        foreach (var lane in Hub.Lanes)
        {
            // As FanOut does it, but here and not on another thread.
            Log.Appended += lane.Wake;
            _running.Add(lane.RunAsync(_stopping.Token));
        }
    }

    internal FeedSetup Setup { get; }

    internal ReferenceLog Reference { get; }

    internal SteppedLog Log { get; }

    internal FeedHub Hub { get; }

    internal List<Published> Published { get; } = [];

    /// <summary>By client: the log's last sequence when it asked for the last events, and those.</summary>
    internal Dictionary<string, (long Since, long[] First)> Lasts { get; } = [];

    internal List<Follower> Followers { get; } = [];

    internal void Publish(PostedEvent[] posted)
    {
        FeedEvent[] events = [.. posted.Select((one, i) => one.Event(Published.Count + i, ClientOf))];
        var (receipts, _) = Reference.Append([.. events.Where(e => !e.Ephemeral)]);
        var sequences = new Queue<long>(receipts.Select(receipt => receipt.Sequence));
        Published.AddRange([.. events.Select((e, i) => new Published(
            Published.Count + i, e, e.Ephemeral ? null : sequences.Dequeue(), Reference.Last, Hub.Joined))]);
        Assert.True(
            _publisher.PublishAsync(events, handOver: null, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    /// <summary>The new follower; null while another one has the slot.</summary>
    internal Follower? Join(int slot, Joining joining)
    {
        if (_slots[slot] is { HasEnded: false })
        {
            return null;
        }

        var after = joining.After switch
        {
            AfterWhat.LastSeen when _slots[slot] is { Client: not null } before => FollowerCheck.LastSeen(before),
            AfterWhat.Elsewhere => new Position("elsewhere", 3),
            AfterWhat.NeverGiven => new Position(Log.Epoch, Reference.Last + 5),
            _ => (Position?)null,
        };
        var request = new JoinRequest
        {
            Transport = "test",
            Topics = joining.Topics,
            Access = new AccessGrant { User = joining.User },
            Window = joining.Window,
            After = after,
            Last = joining.Last,
        };
        var follower = new Follower(Hub, request, joining.IsDirect) { Since = Reference.Last };
        _slots[slot] = follower;
        Followers.Add(follower);
        _running.Add(follower.RunAsync());
        return follower;
    }

    internal void With(int slot, Action<Follower> act)
    {
        if (_slots[slot] is { HasEnded: false } follower)
        {
            act(follower);
        }
    }

    internal void Pass(TimeSpan time) => _time.Advance(time);

    internal void Step(int most) => _pump.Run(most);

    internal void Trim()
    {
        Reference.Trim(_time.GetUtcNow());
        Assert.True(Log.TrimAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    /// <summary>Lets everyone read until nobody has anything to do, and checks what each was sent.</summary>
    internal void Check()
    {
        Settle();
        Followers.ForEach(follower => new FollowerCheck(this, follower).Run());

        Followers.ForEach(follower => follower.Go());
        _pump.Run();
        Assert.All(Followers, follower => Assert.True(follower.HasEnded));
        Assert.Equal(0, _budget.Held);
    }

    /// <summary>Lets everyone read until nobody has anything to do.</summary>
    internal void Settle()
    {
        Followers.ForEach(follower => follower.GoOn());
        for (var i = 0; i < 3; i++)
        {
            _pump.Run();
            _time.Advance(TimeSpan.FromMilliseconds(20));
        }

        _pump.Run();
        Assert.All(_running, task => Assert.True(!task.IsFaulted, task.Exception?.ToString()));
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _pump.Run();
        SynchronizationContext.SetSynchronizationContext(null);
        Hub.Dispose();
        _stopping.Dispose();
        _meters.Dispose();
    }

    // Nobody's id, where nobody is.
    private string ClientOf(int slot) => _slots[slot]?.Client?.Id ?? "c-nobody";

    private void NoteLast(int count, Subscription subscription) => Lasts[subscription.ClientId!] =
        (Reference.Last, [.. Reference.ReadLast(count, subscription).Select(one => one.Sequence)]);
}

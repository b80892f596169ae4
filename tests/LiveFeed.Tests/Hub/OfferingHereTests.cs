using System.Diagnostics.Metrics;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Hub;

/// <summary>
/// What a few clients get needs no other thread. Here other threads are a pump, which runs when it is told to.
/// </summary>
public sealed class OfferingHereTests : IDisposable
{
    private const int Many = 300;
    private const int SyncsOfTurn = 16;

    private readonly MemoryEventLog _log;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Pump _pump = new(seed: 1);
    private readonly FeedHub _hub;
    private readonly FanOut _fanOut;
    private readonly FeedPublisher _publisher;

    public OfferingHereTests()
    {
        SynchronizationContext.SetSynchronizationContext(_pump);
        var time = new FakeTimeProvider(Noon);
        var metrics = new LiveFeedMetrics(_meters.GetRequiredService<IMeterFactory>());
        var options = new DeliveryOptions { Lanes = 1, FlushWindow = TimeSpan.Zero };
        _log = new MemoryEventLog(Options.Create(new LogOptions()), time);
        _hub = new FeedHub(_log, Options.Create(options), time, metrics, NullLogger<FeedHub>.Instance);
        _fanOut = new FanOut(_log, _hub);
        _publisher = new FeedPublisher(_log, _fanOut, new LocalBackplane(_hub), metrics);
        _log.Appended += Lane.Wake;
        _ = Lane.RunAsync(_stopping.Token);
        _pump.Run();
    }

    private Lane Lane => _hub.Lanes[0];

    public void Dispose()
    {
        _stopping.Cancel();
        _pump.Run();
        SynchronizationContext.SetSynchronizationContext(null);
        _fanOut.Dispose();
        _hub.Dispose();
        _stopping.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task An_event_for_one_client_is_offered_where_it_is_published_however_many_are_connected()
    {
        var clients = await JoinAsync(Many);
        await PublishAsync(Event("a", 1, to: new EventTarget { Client = clients[7].Id }));

        Assert.Equal([clients[7]], clients.Where(client => client.Queued > 0));
    }

    [Fact]
    public async Task An_event_for_many_is_left_to_the_lane()
    {
        var clients = await JoinAsync(Many);
        await PublishAsync(Event("a", 1));
        Assert.All(clients, client => Assert.Equal(0, client.Queued));
        _pump.Run();
        Assert.All(clients, client => Assert.Equal(1, client.Queued));
    }

    [Fact]
    public async Task An_event_for_many_is_not_kept_back_for_a_later_one_of_a_single_client()
    {
        var (one, other) = (await JoinAsync(1), await JoinAsync(1));
        await _log.AppendAsync(
            [Event("a", 1), Event("a", 2, to: new EventTarget { Client = one[0].Id })],
            TestContext.Current.CancellationToken);
        _pump.Run();

        Assert.Equal(["1", "2"], await WritesAsync(one[0]));
        Assert.Equal(["1"], await WritesAsync(other[0]));
    }

    [Fact]
    public async Task A_lane_at_rest_tells_a_client_at_once_how_far_it_is()
    {
        var clients = await JoinAsync(Many);
        Lane.RequestSync(clients[7]);

        Assert.Equal([clients[7]], clients.Where(client => client.Queued > 0));
    }

    [Fact]
    public async Task A_lane_with_news_for_many_does_not_offer_it_where_one_client_asks()
    {
        var clients = await JoinAsync(Many);
        _log.Appended -= Lane.Wake; // the lane does not know of it yet
        await _log.AppendAsync([Event("a", 1)], TestContext.Current.CancellationToken);
        Lane.RequestSync(clients[7]);
        Assert.All(clients, client => Assert.Equal(0, client.Queued));
        _pump.Run();
        Assert.All(clients, client => Assert.InRange(client.Queued, 1, 2));
    }

    [Fact]
    public async Task A_turn_of_a_lane_tells_only_some_of_the_clients_that_ask_and_the_next_turns_the_others()
    {
        var clients = await JoinAsync(Many);
        Lane.Wake(); // its turn waits for the pump
        Array.ForEach(clients, Lane.RequestSync);
        _pump.Run(most: 1);
        Assert.Equal(clients[..SyncsOfTurn], clients.Where(client => client.Queued > 0));
        _pump.Run();
        Assert.All(clients, client => Assert.Equal(1, client.Queued));
    }

    private async Task<FeedClient[]> JoinAsync(int count)
    {
        var clients = new FeedClient[count];
        for (var i = 0; i < count; i++)
        {
            clients[i] = await _hub.JoinAsync(
                new JoinRequest { Transport = "test", Topics = [TopicPattern.Parse("a")] },
                TestContext.Current.CancellationToken);
        }

        return clients;
    }

    private ValueTask<IReadOnlyList<Receipt>> PublishAsync(FeedEvent e) =>
        _publisher.PublishAsync([e], handOver: null, TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<string>> WritesAsync(FeedClient client)
    {
        var frames = new List<Frame>();
        await client.ReadAsync(frames);
        return frames.Select(frame => string.Join(
            ' ', (frame is BatchFrame batch ? batch.ToArray() : [(EventFrame)frame]).Select(one => one.Number())));
    }
}

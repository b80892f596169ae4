using System.Diagnostics.Metrics;
using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>Ephemeral events of other nodes wait for what they follow.</summary>
public sealed class HeldEventsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<ClusterMetrics>()
        .BuildServiceProvider();
    private readonly Counted _dropped;
    private readonly HeldEvents _held;
    private readonly Lock _gate = new();
    private readonly List<FeedEvent> _delivered = []; // guarded by the gate
    private readonly Queue<(Position Position, TaskCompletionSource Reached)> _waits = new(); // guarded by the gate
    private int _waited; // guarded by the gate

    public HeldEventsTests()
    {
        var metrics = _services.GetRequiredService<ClusterMetrics>();
        _dropped = new Counted(
            _services.GetRequiredService<IMeterFactory>(), "livefeed.cluster.events.dropped", "reason");
        _held = new HeldEvents(ReachAsync, Deliver, metrics, _time, NullLogger.Instance);
    }

    public void Dispose()
    {
        _held.Dispose();
        _dropped.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task An_event_is_held_until_the_log_has_what_it_follows_and_later_ones_stay_behind_it()
    {
        _held.Add(Told(1, after: 10));
        _held.Add(Told(2, after: 9));
        await WaitedForAsync(10);
        Assert.Empty(Delivered());

        Reached();
        await WaitedForAsync(9);
        Assert.Equal([1], Delivered());

        Reached();
        await DeliveredAsync(2);
        Assert.Equal([1, 2], Delivered());
        Assert.True(_delivered[0].Ephemeral);
    }

    [Fact]
    public async Task What_has_waited_long_enough_behind_others_does_not_wait_again()
    {
        _held.Add(Told(1, after: 10));
        await WaitedForAsync(10);
        _held.Add(Told(2, after: 11));
        _time.Advance(TimeSpan.FromSeconds(2));
        Reached();

        await DeliveredAsync(2);
        Assert.Equal([1, 2], Delivered());
    }

    [Fact]
    public async Task The_oldest_are_dropped_and_counted_when_too_many_bytes_are_held()
    {
        _held.Add(Told(0, after: 1));
        await WaitedForAsync(1); // it is held no longer, but waits
        var each = (int)HeldEvents.MaxBytes / 4;
        for (var i = 1; i <= 6; i++)
        {
            _held.Add(Told(i, after: 2, each));
        }

        for (var i = 0; i < 3; i++)
        {
            var waits = Waits();
            Reached();
            await Deadline.UntilAsync(() => Waits() > waits, "the next one waits");
        }

        Reached();
        await DeliveredAsync(4);
        Assert.Equal([0, 4, 5, 6], Delivered());
        Assert.Equal(3, _dropped["full"]);
    }

    [Fact]
    public async Task What_a_newer_version_wrote_is_dropped_and_counted_and_the_next_is_delivered()
    {
        var position = new Position("e", 1);
        _held.Add(new ToldEvent("0123456789", position, new byte[] { 99, 0 }));
        await WaitedForAsync(1);
        _held.Add(Told(2, after: 2));
        Reached();
        await WaitedForAsync(2);
        Reached();

        await DeliveredAsync(1);
        Assert.Equal(1, _dropped["unreadable"]);
    }

    [Fact]
    public void A_told_event_is_read_as_it_was_written()
    {
        var e = Event("a/b", 7, key: "k", to: new EventTarget { User = "ada" }, except: ["m-1"]);

        var told = ToldEvent.Read(ToldEvent.Write("0123456789", new Position("e1", 42), e));

        Assert.Equal(("0123456789", new Position("e1", 42)), (told.Node, told.Position));
        Assert.True(StoredEvent.Read(told.Event.Span, new RecentTexts()).SaysTheSameAs(e));
    }

    [Fact]
    public void What_is_no_told_event_is_refused()
    {
        Assert.Throws<LogCorruptException>(() => ToldEvent.Read(new byte[] { 2, 0 }));
        Assert.Throws<LogCorruptException>(() => ToldEvent.Read(ReadOnlyMemory<byte>.Empty));
        Assert.Throws<LogCorruptException>(() => ToldEvent.Read("\u0001"u8.ToArray()));
        Assert.Throws<LogCorruptException>(() => ToldEvent.Read("\u00010123456789\u007f1-1"u8.ToArray()));
    }

    private static ToldEvent Told(int number, int after, int bytes = 0)
    {
        var e = Event("a", key: $"{number}") with { Data = EventData.Text(new string('x', bytes)) };
        return ToldEvent.Read(ToldEvent.Write("0123456789", new Position("e", after), e));
    }

    private int[] Delivered()
    {
        lock (_gate)
        {
            return [.. _delivered.Select(e => int.Parse(e.Key!, CultureInfo.InvariantCulture))];
        }
    }

    private int Waits()
    {
        lock (_gate)
        {
            return _waited;
        }
    }

    private Task DeliveredAsync(int count) =>
        Deadline.UntilAsync(() => Delivered().Length == count, $"{count} are delivered");

    private Task WaitedForAsync(long sequence) => Deadline.UntilAsync(
        () =>
        {
            lock (_gate)
            {
                return _waits.TryPeek(out var wait) && wait.Position.Sequence == sequence;
            }
        },
        $"the log is asked for {sequence}");

    private void Reached()
    {
        TaskCompletionSource reached;
        lock (_gate)
        {
            reached = _waits.Dequeue().Reached;
        }

        reached.SetResult();
    }

    private async ValueTask<bool> ReachAsync(Position position, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waits.Enqueue((position, reached));
            _waited++;
        }

        await reached.Task.WaitAsync(cancellationToken);
        return true;
    }

    private void Deliver(FeedEvent e)
    {
        lock (_gate)
        {
            _delivered.Add(e);
        }
    }
}

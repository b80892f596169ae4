using LiveFeed.Clients;
using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Rooms;
using LiveFeed.Tests.Properties.Delivery;
using LiveFeed.Tests.Rooms;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties.Rooms;

/// <summary>Rooms on one thread and virtual time, over several lives of the service, and what their logs tell.</summary>
internal sealed class RoomRun : IDisposable
{
    internal const int Slots = 4;
    internal const int Users = 2;
    internal const string Room = "r";

    private static readonly TimeSpan LeaveAfter = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly MemoryEventLog _log;
    private readonly Pump _pump;
    private readonly FeedClient?[] _slots = new FeedClient?[Slots];
    private readonly List<Task> _asked = [];
    private readonly List<RoomLife> _dead = [];
    private SlowLog _slow;
    private RoomLife _life;

    internal RoomRun(int seed)
    {
        _pump = new Pump(seed);
        SynchronizationContext.SetSynchronizationContext(_pump);
        _log = new MemoryEventLog(Options.Create(new LogOptions()), _time);
        (_slow, _life) = (null!, null!);
        Start();
    }

    internal void Join(int slot, int user)
    {
        if (_slots[slot] is not { } client)
        {
            var connecting = _life.ConnectAsync().AsTask();
            Assert.True(connecting.IsCompleted);
            _slots[slot] = client = connecting.Result;
        }

        _asked.Add(_life.JoinAsync(client, Room, $"u{user}").AsTask());
    }

    internal void Leave(int slot)
    {
        if (_slots[slot] is { } client)
        {
            _asked.Add(_life.LeaveAsync(client, Room).AsTask());
        }
    }

    internal void Cut(int slot, DisconnectReason reason)
    {
        if (_slots[slot] is { } client)
        {
            _slots[slot] = null;
            _life.Cut(client, reason);
        }
    }

    internal void Fill(bool isFull) => _slow.IsFull = isFull;

    internal void Kill()
    {
        _slow.IsKilled = true;
        _dead.Add(_life);
        _asked.Clear();
        Array.Clear(_slots);
        Start();
    }

    internal void Pass(TimeSpan time) => _time.Advance(time);

    internal void Step(int most) => _pump.Run(most);

    /// <summary>
    /// When all has settled, the log says in of exactly those who are connected; after the time of absence and the cut of
    /// all, of nobody. Every user's history alternates.
    /// </summary>
    internal void Check()
    {
        _slow.IsFull = false;
        Settle();
        Assert.All(_asked, task => Assert.True(task.IsCompletedSuccessfully, task.Exception?.ToString()));
        var history = History();
        for (var user = 0; user < Users; user++)
        {
            var name = $"u{user}";
            var events = history.Where(text => text.EndsWith(name, StringComparison.Ordinal)).ToArray();
            Assert.Equal(events.Select((_, i) => i % 2 == 0 ? $"join {name}" : $"leave {name}"), events);
            var isConnected = _slots.Any(client => client is not null &&
                _life.Rooms.MemberOf(client, RoomLife.Room(Room))?.UserId == name);
            Assert.Equal(isConnected, events.LastOrDefault() == $"join {name}");
            Assert.Equal(isConnected, _life.Look(Room).Members!.Any(member => member.UserId == name));
        }
    }

    internal void CutAll()
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            Cut(slot, DisconnectReason.Gone);
        }

        Check();
        Assert.DoesNotContain(_slots, client => client is not null);
        Assert.Empty(_log.ReadMembershipsAsync(CancellationToken.None).AsTask().Result);
    }

    public void Dispose()
    {
        _slow.IsKilled = true;
        SynchronizationContext.SetSynchronizationContext(null);
        _life.Dispose();
        _dead.ForEach(life => life.Dispose());
    }

    // Longer than an absence, and than the pause after a refused leave.
    private void Settle()
    {
        for (var i = 0; i < 4; i++)
        {
            _pump.Run();
            _time.Advance(LeaveAfter);
        }

        _pump.Run();
    }

    private string[] History()
    {
        var events = _life.HistoryAsync(Room);
        Assert.True(events.IsCompleted);
        return events.Result;
    }

    private void Start()
    {
        _slow = new SlowLog(_log);
        var start = RoomLife.StartAsync(_slow, _time, new RoomsOptions { LeaveAfter = LeaveAfter });
        Assert.True(start.IsCompleted);
        _life = start.Result;
    }
}

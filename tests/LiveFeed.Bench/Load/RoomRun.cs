using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Members of one room, who are sent its messages, and others who join and leave meanwhile. One thread.
/// </summary>
internal sealed class RoomRun : IDisposable
{
    private const int MaxEvents = 10_000;
    private const int Passers = 200; // connections that join and leave in turn

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ServerProcess _server;
    private readonly StreamFleet _fleet = new();
    private readonly DeliveryTally _tally;
    private readonly PublisherPool _publisher;
    private readonly List<EventStream> _passers = [];
    private readonly int _members;
    private int _joins;
    private int _next; // the passer that joins or leaves next

    internal RoomRun(ServerProcess server, int members)
    {
        (_server, _members) = (server, members);
        _tally = new DeliveryTally(members, MaxEvents);
        var target = server.Target with
        {
            BodyBefore = """{"topic":"rooms/general","data":{"content":" """.TrimEnd(),
            BodyAfter = "\"}}",
        };
        _publisher = new PublisherPool(target, 2, _tally);
        _fleet.WaitAlsoFor(_publisher.Poller);
    }

    internal long Lost => _tally.Expected - _tally.Delivered;

    internal long Duplicates => _tally.Duplicates;

    /// <summary>Brings all members in.</summary>
    internal void Settle()
    {
        for (var i = 0; i < _members; i++)
        {
            _fleet.Dial(_fleet.Add(client => new MarkerSink(client, _tally)), _server.Target.Port, Join());
            if (i % 100 == 99)
            {
                _fleet.ServeUntil(() => _fleet.In(StreamState.Open) > i, ConnectTime);
            }
        }

        for (var i = 0; i < Passers; i++)
        {
            _passers.Add(_fleet.Add(_ => NullSink.Instance));
        }

        Turn(Pause, 0, 0);
        _server.WaitUntilIdle();
        _tally.Begin();
    }

    /// <summary>Runs for a time, and gives the part of a processor that the service used.</summary>
    internal double Measure(TimeSpan time, int messagesPerSecond, int changesPerSecond)
    {
        Turn(Pause, messagesPerSecond, changesPerSecond);
        var (cpu, start) = (ProcessFigures.CpuSeconds(_server.Id), MonotonicClock.Now);
        Turn(time, messagesPerSecond, changesPerSecond);
        var used = (ProcessFigures.CpuSeconds(_server.Id) - cpu) / MonotonicClock.SecondsSince(start);
        Turn(Pause, 0, 0);
        return used;
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _fleet.Dispose();
    }

    private void Turn(TimeSpan time, int messagesPerSecond, int changesPerSecond)
    {
        var end = MonotonicClock.Now + (long)time.TotalNanoseconds;
        var (message, change) = (MonotonicClock.Now, MonotonicClock.Now);
        for (var now = MonotonicClock.Now; now < end; now = MonotonicClock.Now)
        {
            if (messagesPerSecond > 0 && now >= message)
            {
                _publisher.TryPublish();
                message += MonotonicClock.Second / messagesPerSecond;
            }

            if (changesPerSecond > 0 && now >= change)
            {
                PassOne();
                change += MonotonicClock.Second / (2 * changesPerSecond);
            }

            var ready = _fleet.Wait(1);
            for (var i = 0; i < ready; i++)
            {
                if (!_fleet.IsOther(i))
                {
                    _fleet.Serve(i);
                }
            }

            _publisher.TakeAnswers();
        }
    }

    // In turn: who is out joins, who is in leaves by hanging up.
    private void PassOne()
    {
        var passer = _passers[_next++ % _passers.Count];
        if (passer.State == StreamState.Open)
        {
            _fleet.Leave(passer);
        }
        else if (passer.State is StreamState.Idle or StreamState.Ended or StreamState.Refused)
        {
            _fleet.Dial(passer, _server.Target.Port, Join());
        }
    }

    private byte[] Join() => (_server.Target with
    {
        SubscribePath = "/ws",
        FirstMessage = $$"""{"type":"join","userId":"u{{_joins++}}"}""",
    }).SubscribeRequest();
}

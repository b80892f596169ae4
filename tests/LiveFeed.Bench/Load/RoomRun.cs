using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Members of one room, who are sent its messages, and others who join and leave meanwhile. One thread.
/// </summary>
internal sealed class RoomRun : IDisposable
{
    private const int MaxEvents = 10_000;
    private const int Passers = 200; // they join and leave in turn

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly byte[] Leave = Target.MaskedText("""{"type":"leave"}""");

    private readonly ServerProcess _server;
    private readonly StreamFleet _fleet = new();
    private readonly DeliveryTally _tally;
    private readonly PublisherPool _publisher;
    private readonly List<(EventStream Stream, byte[] Join)> _passers = [];
    private readonly int _members;
    private int _users;
    private int _changes;

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
            Dial(_fleet.Add(client => new MarkerSink(client, _tally)), Join());
        }

        for (var i = 0; i < Passers; i++)
        {
            var stream = _fleet.Add(_ => NullSink.Instance);
            Dial(stream);
            _passers.Add((stream, Target.MaskedText(Join())));
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

    // In turn one joins, and one leaves that joined a while ago: half of them are in.
    private void PassOne()
    {
        var isJoin = _changes % 2 == 0;
        var (stream, join) = _passers[((_changes / 2) + (isJoin ? 0 : Passers / 2)) % Passers];
        stream.Send(isJoin ? join : Leave);
        _changes++;
    }

    private void Dial(EventStream stream, params string[] firstMessages)
    {
        var target = _server.Target with { SubscribePath = "/ws", FirstMessages = firstMessages };
        _fleet.Dial(stream, _server.Target.Port, target.SubscribeRequest());
        if (_fleet.Count % 100 == 0)
        {
            _fleet.ServeUntil(() => _fleet.In(StreamState.Open) == _fleet.Count, ConnectTime);
        }
    }

    private string Join() => $$"""{"type":"join","userId":"u{{_users++}}"}""";
}

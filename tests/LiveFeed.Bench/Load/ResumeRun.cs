using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>
/// A restart under load: clients follow, producers post, the server is ended and started again on the same log, and all
/// clients come back at once, as soon as the port answers, each with its Last-Event-ID. They do not heed the jittered
/// <c>retry:</c> that would spread them: no case is harsher.
/// </summary>
internal sealed class ResumeRun : IDisposable
{
    private const int Producers = 2;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ServerProcess _server;
    private readonly StreamFleet _fleet = new();
    private readonly ReplayTally _tally = new();
    private readonly List<ReplaySink> _sinks = [];
    private readonly RetryingProducer[] _producers;

    /// <param name="server">Restarted in the course of it.</param>
    /// <param name="clients">That follow.</param>
    /// <param name="rate">Events a second of each producer.</param>
    internal ResumeRun(ServerProcess server, int clients, int rate)
    {
        _server = server;
        for (var i = 0; i < clients; i++)
        {
            _sinks.Add(new ReplaySink(Producers, _tally));
            _fleet.Add(client => _sinks[client]);
        }

        DialAll();
        Await(() => AreAllBack, "all are connected");
        _producers =
            [.. Enumerable.Range(0, Producers).Select(i => new RetryingProducer(server.Target, i, Producers, rate))];
    }

    private bool AreAllBack => _fleet.In(StreamState.Open) == _fleet.Count && _sinks.TrueForAll(sink => sink.IsConnected);

    /// <param name="signal">By which the server is ended.</param>
    internal ResumeResult Run(int signal)
    {
        Serve(() => false, Before);
        var signalled = MonotonicClock.Now;
        _server.Signal(signal);
        Await(() => _server.HasExited, "the server has ended");
        Await(() => _fleet.In(StreamState.Ended) == _fleet.Count, "all streams have ended");
        _server.Relaunch();
        Await(() => ServerProcess.IsListening(_server.Target.Port), "the server is there again");

        var (answered, down) = (MonotonicClock.Now, MonotonicClock.SecondsSince(signalled));
        DialAll();
        Await(() => AreAllBack, "all are back");
        var back = MonotonicClock.SecondsSince(answered);
        var head = _producers.Select(producer => producer.Acknowledged).ToArray();
        Await(() => HaveAllHad(head), "all have caught up");
        var caughtUp = MonotonicClock.SecondsSince(answered);

        Serve(() => false, After);
        var missing = End();
        var acknowledged = _producers.Sum(producer => producer.Acknowledged);
        return new ResumeResult(down, back, caughtUp, acknowledged) { Tally = _tally, Missing = missing };
    }

    public void Dispose()
    {
        Array.ForEach(_producers, producer => producer.Dispose());
        _fleet.Dispose();
    }

    /// <summary>Waits for the events under way; returns how many did not arrive.</summary>
    private long End()
    {
        Array.ForEach(_producers, producer => producer.Stop());
        Await(() => Array.TrueForAll(_producers, producer => producer.IsIdle), "all events are acknowledged");
        var all = _producers.Select(producer => producer.Acknowledged).ToArray();
        Serve(() => HaveAllHad(all), After);
        return _sinks.Sum(sink => sink.Missing(all));
    }

    private bool HaveAllHad(int[] counts) => _sinks.TrueForAll(sink => sink.Missing(counts) == 0);

    private void DialAll()
    {
        for (var i = 0; i < _fleet.Count; i++)
        {
            var request = _server.Target.SubscribeRequest(_sinks[i].LastEventId);
            _sinks[i].Disconnect();
            _fleet.Dial(_fleet[i], _server.Target.Port, request);
        }
    }

    private void Await(Func<bool> condition, string what)
    {
        if (!Serve(condition, Limit))
        {
            var states = Enum.GetValues<StreamState>().Select(state => $"{state} {_fleet.In(state)}");
            throw new IOException($"did not happen within {Limit}: {what} ({string.Join(", ", states)})");
        }
    }

    private bool Serve(Func<bool> condition, TimeSpan limit) => _fleet.ServeUntil(
        () =>
        {
            Array.ForEach(_producers ?? [], producer => producer.Turn());
            return condition();
        },
        limit);
}

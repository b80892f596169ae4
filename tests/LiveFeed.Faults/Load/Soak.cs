using LiveFeed.Bench.Load;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Faults.Load;

/// <summary>Thousands of clients on one thread. Some leave all the time, and the service is restarted meanwhile.</summary>
internal sealed class Soak : IDisposable
{
    private const int Producers = 4;
    private const int EventsPerSecond = 3; // of each; every client gets all of them

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Service _service;
    private readonly Target _target;
    private readonly StreamFleet _fleet = new();
    private readonly List<ReplaySink> _sinks = [];
    private readonly HashSet<int> _away = [];
    private readonly RetryingProducer[] _producers;
    private readonly RawReader[] _stalled;
    private int _next; // the next to leave: everyone in turn

    internal Soak(Service service, int clients, int stalled)
    {
        (_service, _target) = (service, new Target(service.Port, "/events?topic=bench"));
        _stalled = [.. Enumerable.Range(0, stalled).Select(_ => new RawReader(service.Address, "bench"))];
        for (var i = 0; i < clients; i++)
        {
            _sinks.Add(new ReplaySink(Producers, Tally));
            _fleet.Add(client => _sinks[client]);
            Dial(i);
        }

        _fleet.ServeUntil(() => _sinks.TrueForAll(sink => sink.IsConnected), Limit);
        _producers =
            [.. Enumerable.Range(0, Producers).Select(i => new RetryingProducer(_target, i, Producers, EventsPerSecond))];
    }

    internal ReplayTally Tally { get; } = new();

    internal int Connected => _fleet.In(StreamState.Open);

    internal long Acknowledged => _producers.Sum(producer => (long)producer.Acknowledged);

    /// <summary>Connects those clients that never read, again if they were before.</summary>
    internal Task StallAsync() => Task.WhenAll(_stalled.Select(reader => reader.ConnectAsync()));

    /// <summary>The clients that left in the turn before come back, others leave, and events go on for a turn.</summary>
    internal void Churn(int leaving, TimeSpan turn)
    {
        Return();
        for (var i = 0; i < leaving; i++, _next = (_next + 1) % _fleet.Count)
        {
            _fleet.Leave(_fleet[_next]);
            _away.Add(_next);
        }

        Serve(() => false, turn);
    }

    /// <summary>Ends the service by a signal and starts it again; returns how long it was away.</summary>
    internal TimeSpan Restart(int signal)
    {
        var start = TimeProvider.System.GetTimestamp();
        _service.Signal(signal);
        Serve(() => _service.HasExited, Limit);
        ServeWhile(_service.RelaunchAsync());
        Return();
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Has the log unwritable for a while; returns how long after it a producer was acknowledged again.</summary>
    internal TimeSpan BlockLog(TimeSpan time)
    {
        _service.HideLog();
        ServeWhile(Wait.UntilAsync(async () => !(await _service.AskReadyAsync()).IsReady, "readiness tells of the log"));
        Serve(() => false, time);
        _service.ShowLog();
        var (start, before) = (TimeProvider.System.GetTimestamp(), Acknowledged);
        FaultException.Unless(
            Serve(() => Acknowledged > before, Limit), "no producer was acknowledged after the log was back");
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Has everyone back, lets all arrive, and returns what has not.</summary>
    internal long End()
    {
        Return();
        Array.ForEach(_producers, producer => producer.Stop());
        Serve(() => Array.TrueForAll(_producers, producer => producer.IsIdle), Limit);
        var all = _producers.Select(producer => producer.Acknowledged).ToArray();
        Serve(() => _sinks.TrueForAll(sink => sink.Missing(all) == 0), Limit);
        return _sinks.Sum(sink => sink.Missing(all));
    }

    public void Dispose()
    {
        Array.ForEach(_producers, producer => producer.Dispose());
        Array.ForEach(_stalled, reader => reader.Dispose());
        _fleet.Dispose();
    }

    // The clients that left, and those whose streams ended with the service.
    private void Return()
    {
        for (var client = 0; client < _fleet.Count; client++)
        {
            if (_away.Contains(client) || _fleet[client].State is StreamState.Ended or StreamState.Refused)
            {
                Dial(client);
            }
        }

        _away.Clear();
    }

    private void Dial(int client)
    {
        var request = _target.SubscribeRequest(_sinks[client].LastEventId);
        _sinks[client].Disconnect();
        _fleet.Dial(_fleet[client], _target.Port, request);
    }

    private void ServeWhile(Task task)
    {
        Serve(() => task.IsCompleted, Limit);
        task.GetAwaiter().GetResult(); // completed
    }

    private bool Serve(Func<bool> condition, TimeSpan limit) => _fleet.ServeUntil(
        () =>
        {
            Array.ForEach(_producers, producer => producer.Turn());
            return condition();
        },
        limit);
}

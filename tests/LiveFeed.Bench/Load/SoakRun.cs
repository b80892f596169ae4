using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Load;

/// <summary>Clients, some of which leave all the time and come back a turn later.</summary>
internal sealed class SoakRun : IDisposable
{
    // Enough for the rate, though each waits for its answer.
    private const int Producers = 4;

    // One in this many returning clients comes back as a new one, which asks for no earlier events.
    private const int NewcomersIn = 10;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ServerProcess _server;
    private readonly StreamFleet _fleet = new();
    private readonly List<ReplaySink> _sinks = [];
    private readonly List<int> _away = [];
    private readonly RetryingProducer[] _producers;
    private int _next; // the next to leave: everyone in turn

    internal SoakRun(ServerProcess server, int clients, int eventsPerSecond)
    {
        _server = server;
        for (var i = 0; i < clients; i++)
        {
            _sinks.Add(new ReplaySink(Producers, Tally));
            _fleet.Add(client => _sinks[client]);
            Dial(i);
        }

        _fleet.ServeUntil(() => _sinks.TrueForAll(sink => sink.IsConnected), Limit);
        var rate = eventsPerSecond / Producers;
        _producers =
            [.. Enumerable.Range(0, Producers).Select(i => new RetryingProducer(server.Target, i, Producers, rate))];
    }

    internal ReplayTally Tally { get; } = new();

    internal int Connected => _fleet.In(StreamState.Open);

    /// <summary>How often a client came back with its position.</summary>
    internal int Resumed { get; private set; }

    /// <summary>The clients that left in the turn before come back, others leave, and events go on for a turn.</summary>
    internal void Churn(int leaving, TimeSpan turn)
    {
        Return(newcomers: true);
        for (var i = 0; i < leaving; i++, _next = (_next + 1) % _fleet.Count)
        {
            _fleet.Leave(_fleet[_next]);
            _away.Add(_next);
        }

        Serve(() => false, turn);
    }

    /// <summary>Has everyone back, lets all arrive, and returns what has not.</summary>
    internal long End()
    {
        Return(newcomers: false);
        Array.ForEach(_producers, producer => producer.Stop());
        Serve(() => Array.TrueForAll(_producers, producer => producer.IsIdle), Limit);
        var all = _producers.Select(producer => producer.Acknowledged).ToArray();
        Serve(() => _sinks.TrueForAll(sink => sink.Missing(all) == 0), Limit);
        return _sinks.Sum(sink => sink.Missing(all));
    }

    public void Dispose()
    {
        Array.ForEach(_producers, producer => producer.Dispose());
        _fleet.Dispose();
    }

    private void Return(bool newcomers)
    {
        foreach (var client in _away)
        {
            if (newcomers && client % NewcomersIn == 0)
            {
                _sinks[client].StartAnew();
            }
            else
            {
                Resumed++;
            }

            Dial(client);
        }

        _away.Clear();
    }

    private void Dial(int client)
    {
        var request = _server.Target.SubscribeRequest(_sinks[client].LastEventId);
        _sinks[client].Disconnect();
        _fleet.Dial(_fleet[client], _server.Target.Port, request);
    }

    private bool Serve(Func<bool> condition, TimeSpan limit) => _fleet.ServeUntil(
        () =>
        {
            Array.ForEach(_producers, producer => producer.Turn());
            return condition();
        },
        limit);
}

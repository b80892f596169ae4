using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Load;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Servers;

namespace LiveFeed.Bench.Sections;

/// <summary>
/// Servers that take turns at every load, for some rounds, as a machine's speed changes from minute to minute. The tables
/// show each one's round with the median ratio to the first server of the same round, which is the floor.
/// </summary>
internal sealed class FanOutRounds : IDisposable
{
    // Files beside the clients' connections: publishers, the runtime's own.
    private const int OtherFiles = 200;

    private readonly Column[] _columns;
    private readonly int _rounds; // odd, for a median
    private readonly List<(string Name, ServerProcess Process)> _servers = [];
    private bool _toldMemory;

    /// <summary>Starts all servers, and warms them up.</summary>
    /// <param name="quick">One round.</param>
    /// <param name="contenders">The servers; the others are compared to the first.</param>
    /// <param name="first">What the first one is called in the heading.</param>
    internal FanOutRounds(bool quick, IEnumerable<Contender> contenders, string first = "floor")
    {
        _columns = ColumnsBeside(first);
        _rounds = quick ? 1 : 5;
        try
        {
            foreach (var contender in contenders)
            {
                BenchReport.Progress($"{contender.Name}: starting and warming up");
                _servers.Add((contender.Name, contender.Start()));
                FanOutRun.WarmUp(_servers[^1].Process, quick);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal static bool Fits(FanOutLoad load) => load.Clients + OtherFiles <= ProcessFigures.OpenFilesLimit();

    /// <summary>
    /// Measures one load. The first call also tells what an idle client costs: of memory that a server keeps, later loads
    /// get some again.
    /// </summary>
    /// <param name="title">What the loads have in common.</param>
    /// <param name="load">The load.</param>
    /// <param name="without">How many of the last servers are left out.</param>
    internal ResultTable Measure(string title, FanOutLoad load, int without = 0)
    {
        var servers = _servers[..^without];
        var rounds = servers.ConvertAll(_ => new List<FanOutResult>());
        for (var round = 0; round < _rounds; round++)
        {
            BenchReport.Progress($"{load.Name}: round {round + 1} of {_rounds}");
            for (var i = 0; i < servers.Count; i++)
            {
                rounds[i].Add(FanOutRun.Measure(servers[i].Process, load));
            }
        }

        var table = new ResultTable($"{title}: {load.Name} of 100 bytes, {_rounds} rounds", _columns);
        for (var i = 0; i < servers.Count; i++)
        {
            Add(table, servers[i].Name, rounds[i], floor: rounds[0]);
        }

        _toldMemory = true;
        return table;
    }

    public void Dispose() => _servers.ForEach(server => server.Process.Dispose());

    private void Add(ResultTable table, string server, List<FanOutResult> rounds, List<FanOutResult> floor)
    {
        var byRatio = rounds
            .Select((result, round) =>
                (Result: result, Ratio: result.CpuMicrosecondsPerDelivery / floor[round].CpuMicrosecondsPerDelivery))
            .OrderBy(one => one.Ratio)
            .ToList();
        var (median, ratio) = byRatio[_rounds / 2];
        var faults = rounds.Select(result => result.Faults).FirstOrDefault(fault => fault is not null);
        table.Add(
            faults is null ? server : $"{server} ({faults})",
            median.CpuMicrosecondsPerDelivery,
            ratio,
            byRatio[0].Ratio,
            byRatio[^1].Ratio,
            median.DeliveriesPerSecond,
            rounds.Sum(result => result.Lost),
            rounds.Sum(result => result.Duplicates),
            median.DeliveryP50Ms,
            median.DeliveryP99Ms,
            median.DeliveryMaxMs,
            median.PublishP50Ms,
            median.PublishP99Ms,
            rounds.Select(result => result.ConnectSeconds).Order().ElementAt(_rounds / 2),
            _toldMemory ? null : rounds[0].IdleKilobytesPerClient);
    }

    private static Column[] ColumnsBeside(string first) =>
    [
        new("server"), new("CPU µs/delivery", "N2"), new($"× {first}", "N2"), new("from", "N2"), new("to", "N2"),
        new("deliveries/s"),
        new("lost"), new("twice"), new("p50 ms", "N2"), new("p99 ms", "N2"), new("max ms", "N1"),
        new("publish p50 ms", "N2"),
        new("publish p99 ms", "N2"), new("connect s", "N2"), new("KB/idle client", "N1"),
    ];
}

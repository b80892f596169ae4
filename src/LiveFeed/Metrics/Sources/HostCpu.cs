using System.Globalization;
using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>How busy this machine's processors are, together and each, from <c>/proc/stat</c>.</summary>
internal sealed class HostCpu(string procRoot) : IMetricSource
{
    private const string Name = "cpu";
    private const int MaxCores = 8_192; // the max that Linux can be built for

    private static readonly TopicName All = TopicName.Parse("metrics/host/cpu");

    private readonly ProcFile _stat = new(procRoot, "stat");
    private readonly List<TopicName> _coreTopics = []; // by number, like the cores below
    private readonly List<Core?> _cores = []; // null before a core's first sample
    private CpuTimes? _allBefore;
    private long _turn;

    public void Sample(MetricBatch batch)
    {
        var text = _stat.Read();
        _turn++;
        CpuTimes? all = null;
        foreach (var line in text.EnumerateLines())
        {
            var fields = new ProcFields(line);
            var name = fields.Next();
            if (!name.StartsWith(Name))
            {
                // The processors come first; the lines after them (interrupts) can be long.
                break;
            }

            if (CpuTimes.Parse(fields) is not { } times)
            {
                continue;
            }

            if (name.Length == Name.Length)
            {
                all = times;
                batch.Add(All, _allBefore is { } before ? times.BusySince(before) : null, MetricUnit.Percent);
            }
            else if (int.TryParse(name[Name.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                Add(batch, number, times);
            }
        }

        _allBefore = all ?? throw _stat.Lacks("line 'cpu'");
    }

    private void Add(MetricBatch batch, int number, CpuTimes times)
    {
        if (number >= MaxCores)
        {
            return;
        }

        while (_cores.Count <= number)
        {
            _coreTopics.Add(TopicName.Parse(string.Create(CultureInfo.InvariantCulture, $"{All}/{_cores.Count}")));
            _cores.Add(null);
        }

        // A core that was offline meanwhile starts anew: its count over that time means nothing.
        var busy = _cores[number] is { } core && core.Turn == _turn - 1 ? times.BusySince(core.Times) : null;
        batch.Add(_coreTopics[number], busy, MetricUnit.Percent);
        _cores[number] = new Core(times, _turn);
    }

    /// <summary>A core's last sample and the turn that took it.</summary>
    private readonly record struct Core(CpuTimes Times, long Turn);
}

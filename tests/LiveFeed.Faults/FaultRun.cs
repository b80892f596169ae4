using LiveFeed.Bench.Report;
using LiveFeed.Faults.Sections;

namespace LiveFeed.Faults;

/// <summary>
/// One run: the sections asked for, in their order, and a table of the results, with the remarks below it.
/// </summary>
internal sealed class FaultRun(FaultOptions options)
{
    private static readonly Column[] Columns =
    [
        new("fault"), new("times"), new("acknowledged"), new("lost"), new("duplicated"), new("recovered in s", "N2"),
    ];

    private readonly List<string> _remarks = []; // too long for a column
    private readonly List<string> _failures = [];

    /// <summary>Returns whether nothing was lost, duplicated or otherwise wrong.</summary>
    internal async Task<bool> RunAsync()
    {
        var table = new ResultTable("Faults", Columns);
        foreach (var section in Sections().Where(section => options.Wants(section.Name)))
        {
            Console.Error.WriteLine($"… {section.Name}");
            await RunAsync(section, table);
        }

        Console.WriteLine(table);
        _remarks.ForEach(Console.WriteLine);
        _failures.ForEach(Console.WriteLine);
        return _failures.Count == 0;
    }

    private async Task RunAsync(ISection section, ResultTable table)
    {
        try
        {
            await foreach (var result in section.RunAsync())
            {
                table.Add(
                    result.Fault,
                    result.Times,
                    result.Acknowledged,
                    result.Lost,
                    result.Duplicated,
                    result.Recovered?.TotalSeconds);
                Console.Error.WriteLine($"  {table.LastRow}");
                if (result.Remark.Length > 0)
                {
                    _remarks.Add($"- {result.Fault}: {result.Remark}");
                    Console.Error.WriteLine($"  {result.Remark}");
                }

                if (result.Lost + result.Duplicated > 0)
                {
                    _failures.Add($"FAILED {result.Fault}: {result.Lost} lost, {result.Duplicated} duplicated");
                }
            }
        }
        catch (Exception e) when (
            e is FaultException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            _failures.Add($"FAILED {section.Name}: {(e is FaultException ? e.Message : e)}");
        }
    }

    private ISection[] Sections() =>
    [
        new KillSection(options),
        new RoomsSection(options),
        new ClusterSection(options),
        new RestoredSection(options),
        new StalledSection(options),
        new HalfOpenSection(),
        new DiskSection(),
        new CorruptSection(),
        new ClockSection(),
        new ShutdownSection(options),
        new DescriptorsSection(options),
        new WritersSection(options),
        new QueriesSection(options),
        new HostileSection(options),
        new SoakSection(options),
    ];
}

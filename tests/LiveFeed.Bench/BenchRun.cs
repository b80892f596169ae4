using LiveFeed.Bench.Linux;
using LiveFeed.Bench.Report;
using LiveFeed.Bench.Sections;

namespace LiveFeed.Bench;

/// <summary>One run of the benchmark: its heading, and the sections asked for, in their order.</summary>
internal sealed class BenchRun(BenchOptions options, Cores cores)
{
    private static readonly TimeSpan DefaultSoak = TimeSpan.FromMinutes(10);

    private readonly BenchReport _report = new();

    internal void Run()
    {
        var start = TimeProvider.System.GetTimestamp();
        _report.Say(Machine.Describe(cores));
        foreach (var section in Sections().Where(section => options.Wants(section.Name)))
        {
            section.Run(_report);
        }

        _report.Say($"Measured in {TimeProvider.System.GetElapsedTime(start):m\\:ss} min.");
        if (options.JsonFile is { } file)
        {
            _report.WriteJson(file);
        }
    }

    private IEnumerable<ISection> Sections() =>
    [
        new FanOutSection(cores, options.Quick),
        new SocketIoSection(cores, options.Quick),
        new IngestSection(cores, options.Quick),
        new ClusterSection(cores, options.Quick),
        new RoomsSection(cores, options.Quick),
        new ResumeSection(cores, options.Quick),
        new TopicsSection(cores, options.Quick),
        new AllocationSection(cores, options.Quick),
        new GzipSection(options.Quick),
        new CoresSection(cores, options.Quick),
        new SoakSection(cores, options.Quick, options.Soak ?? DefaultSoak),
    ];
}

using LiveFeed.Bench.Report;

namespace LiveFeed.Bench.Sections;

/// <summary>One question to the benchmark, answered by a table.</summary>
internal interface ISection
{
    /// <summary>As it is chosen by on the command line.</summary>
    string Name { get; }

    void Run(BenchReport report);
}

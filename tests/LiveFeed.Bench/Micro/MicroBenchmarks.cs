using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LiveFeed.Bench.Micro;

/// <summary>Runs the benchmarks of single methods.</summary>
internal static class MicroBenchmarks
{
    internal static void Run()
    {
        // In this process, which is a Release build already. The rounds are few and short: the figures are for comparison
        // only.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(8);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(ConsoleLogger.Default)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../benchmarks")));
        BenchmarkRunner.Run(
            [typeof(EncodingBenchmarks), typeof(TopicIndexBenchmarks), typeof(LogBenchmarks), typeof(HistoryBenchmarks),
                typeof(RoomBenchmarks)],
            config);
    }
}
